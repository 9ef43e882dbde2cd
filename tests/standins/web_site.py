"""A small web site."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.standins.stand_in import StandIn, require

_PAGE = """<!doctype html>
<html lang="en"><head><title>{title}</title></head>
<body><h1>{title}</h1><p>{text}</p><a href="/">Home</a></body></html>"""


class WebSite(StandIn):
    """Shows pages; ``pages`` are title and text, by path."""

    hosts = ("www.example.com",)

    def __init__(self, pages: dict[str, tuple[str, str]]) -> None:
        self.pages = pages
        super().__init__()

    def routes(self) -> Sequence[Route]:
        """Every path."""
        return [Route("/{path:path}", self._show)]

    async def _show(self, request: Request) -> Response:
        asked = await self.remember(request)
        require(asked.path in self.pages, f"There is no page {asked.path}", 404)
        title, text = self.pages[asked.path]
        return HTMLResponse(_PAGE.format(title=title, text=text))
