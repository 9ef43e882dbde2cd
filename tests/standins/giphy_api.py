"""Giphy's search."""

import secrets
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.stand_in import Json, StandIn, require

_RATINGS = {"g", "pg", "pg-13", "r"}
_MOST = 50


class GiphyApi(StandIn):
    """Finds a picture for everything; ``key`` is made anew for each."""

    hosts = ("api.giphy.com",)

    def __init__(self) -> None:
        self.key = secrets.token_hex(16)
        super().__init__()

    def routes(self) -> Sequence[Route]:
        """The search."""
        return [Route("/v1/gifs/search", self._search)]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"data": [], "meta": {"status": status, "msg": message}}

    async def _search(self, request: Request) -> Response:
        query = (await self.remember(request)).query
        require(query.get("api_key") == self.key, "Unauthorized", 401)
        wanted = query.get("q", "")
        require(wanted, "the parameter 'q' is missing")
        require(query.get("rating", "g") in _RATINGS, f"no rating {query.get('rating')!r}")
        limit = query.get("limit", "25")
        require(limit.isdigit() and 1 <= int(limit) <= _MOST, f"the limit is {limit!r}")
        found = [_gif(wanted, number) for number in range(min(int(limit), 3))]
        return JSONResponse({"data": found, "meta": {"status": 200, "msg": "OK"}})


def _gif(wanted: str, number: int) -> Json:
    url = f"https://media.giphy.com/{quote(wanted)}/{number}.gif"
    return {"type": "gif", "title": f"{wanted} GIF", "images": {"original": {"url": url}}}
