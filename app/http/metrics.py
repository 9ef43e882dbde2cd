"""``/metrics``, where Prometheus reads what the server counts."""

from hmac import compare_digest

from prometheus_client.exposition import choose_encoder
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.http.errors import MetricsRefused
from app.metrics import Metrics
from app.secure_url import is_loopback


def metrics_route(metrics: Metrics, token: str | None) -> Route:
    """``/metrics`` in the text format that the client asks for.

    They tell of every tenant's activity: only who has ``token`` reads them, and without one
    only this machine.
    """

    async def read(request: Request) -> Response:
        if not _may_read(request, token):
            return _REFUSAL.response()
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(metrics.registry), headers={"content-type": content_type})

    return Route("/metrics", read)


_REFUSAL = MetricsRefused(
    "The metrics are not for everyone.",
    "Set ONE_METRICS_TOKEN and send 'Authorization: Bearer TOKEN', or read them on the machine.",
)


def _may_read(request: Request, token: str | None) -> bool:
    if token is None:
        return request.client is not None and is_loopback(request.client.host)
    given = request.headers.get("authorization", "")
    return compare_digest(given.encode(), f"Bearer {token}".encode())
