"""``/healthz`` and ``/readyz``, for whatever starts, watches or balances the server."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

CHECK_SECONDS = 5.0
NO_STORE = {"cache-control": "no-store"}

ReadinessCheck = Callable[[], Awaitable[Sequence[str]]]
"""Answers with the reasons why the server cannot serve now; none: it is ready."""

logger = logging.getLogger(__name__)


def health_routes(check: ReadinessCheck) -> list[Route]:
    """``/healthz``: this process answers. ``/readyz``: 200 once ``check`` has no objection,
    503 with its reasons until then.
    """

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"alive": True}, headers=NO_STORE)

    async def readyz(_request: Request) -> JSONResponse:
        reasons = list(await _reasons(check))
        if reasons:
            return JSONResponse({"ready": False, "reasons": reasons}, 503, NO_STORE)
        return JSONResponse({"ready": True}, headers=NO_STORE)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _reasons(check: ReadinessCheck) -> Sequence[str]:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return [f"the check did not end within {CHECK_SECONDS:g} s"]
    except Exception as error:
        logger.exception("The readiness check failed")
        return [f"the check failed with {type(error).__name__}"]
