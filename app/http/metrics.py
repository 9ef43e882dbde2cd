"""``/metrics``, where Prometheus reads what the server counts."""

from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.metrics import Metrics


def metrics_route(metrics: Metrics) -> Route:
    """``/metrics`` in the text format that the client asks for."""

    async def read(request: Request) -> Response:
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(metrics.registry), headers={"content-type": content_type})

    return Route("/metrics", read)
