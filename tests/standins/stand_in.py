"""What all remote services have in common: they remember, and refuse what makes no sense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

Json = Any


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body's value.

        Raises:
            Refused: it is none.
        """
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Refused(f"The body is no JSON: {error}") from None


class Refused(Exception):
    """What was sent is wrong; the message says how."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class StandIn:
    """One remote service.

    Attributes:
        hosts: the names at which plugins look for it.
        asked: every request, in order.
        refused: why requests were refused, in order.
    """

    hosts: tuple[str, ...]

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.refused: list[str] = []
        self.app = Starlette(
            routes=self.routes(), exception_handlers={Refused: self._refuse, 404: self._unknown}
        )

    def routes(self) -> Sequence[BaseRoute]:
        """What it answers."""
        raise NotImplementedError

    def complaint(self, message: str, status: int) -> Json:
        """The body of a refusal, in the service's own form."""
        return {"status": status, "error": message}

    async def remember(self, request: Request) -> Asked:
        """Read a request and keep it."""
        body = await request.body()
        query, headers = dict(request.query_params), dict(request.headers)
        asked = Asked(request.method, request.url.path, query, headers, body)
        self.asked.append(asked)
        return asked

    def paths(self) -> list[str]:
        """The paths of all requests."""
        return [asked.path for asked in self.asked]

    async def _refuse(self, _request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        self.refused.append(error.message)
        return JSONResponse(self.complaint(error.message, error.status), error.status)

    async def _unknown(self, request: Request, _error: Exception) -> Response:
        return await self._refuse(
            request, Refused(f"There is no {request.method} {request.url.path} here", 404)
        )


def require(holds: object, message: str, status: int = 400) -> None:
    """Refuse what was sent unless something holds.

    Raises:
        Refused: it does not.
    """
    if not holds:
        raise Refused(message, status)
