import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket


@pytest.fixture
def echo() -> Starlette:
    """What stands behind the middleware: it answers with what it was sent."""

    async def body(request: Request) -> Response:
        return Response(await request.body())

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("welcome")
        await websocket.close()

    return Starlette(
        routes=[Route("/", body, methods=["GET", "POST"]), WebSocketRoute("/", socket)]
    )
