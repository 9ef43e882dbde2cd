"""JSON-RPC 2.0 over HTTP: single calls and batches."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.standins.stand_in import Json, Refused, StandIn, require

_INVALID = -32602
_NO_METHOD = -32601


class Method(Protocol):
    """Answers one call; refuses what is wrong with its parameters."""

    def __call__(self, *params: Json) -> Json: ...


class JsonRpc(StandIn):
    """A node that answers the methods it has.

    Attributes:
        calls: every call in order, as method and parameters.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[Json]]] = []
        super().__init__()

    def methods(self) -> Mapping[str, Method]:
        """What it answers, by name."""
        raise NotImplementedError

    def routes(self) -> Sequence[BaseRoute]:
        """One address for all methods."""
        return [Route("/", self._answer, methods=["POST"])]

    def called(self, method: str) -> list[list[Json]]:
        """The parameters of all calls of a method."""
        return [params for name, params in self.calls if name == method]

    async def _answer(self, request: Request) -> Response:
        given = (await self.remember(request)).json
        if isinstance(given, list):
            require(given, "an empty batch")
            return JSONResponse([self.answer(call) for call in given])
        return JSONResponse(self.answer(given))

    def answer(self, call: Json) -> Json:
        """The answer of one call.

        Raises:
            Refused: it is no call.
        """
        require(isinstance(call, dict) and call.get("jsonrpc") == "2.0", "no call of JSON-RPC 2.0")
        require("id" in call and isinstance(call.get("method"), str), "a call without id or method")
        name, params = call["method"], call.get("params", [])
        require(isinstance(params, list), "the parameters are no list")
        self.calls.append((name, params))
        return {"jsonrpc": "2.0", "id": call["id"], **self._outcome(name, params)}

    def _outcome(self, name: str, params: list[Json]) -> Json:
        method = self.methods().get(name)
        if method is None:
            return self._error(_NO_METHOD, f"Method not found: {name}")
        try:
            return {"result": method(*params)}
        except Refused as refused:
            return self._error(_INVALID, refused.message)
        except TypeError as error:
            return self._error(_INVALID, f"Wrong parameters of {name}: {error}")

    def _error(self, code: int, message: str) -> Json:
        self.refused.append(message)
        return {"error": {"code": code, "message": message}}
