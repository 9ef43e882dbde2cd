"""``POST /uploads``: a package for the catalogue, as ``npm pack`` makes it."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.catalog.version import PluginVersion
from app.errors import OneGraphError
from app.http.errors import RequestTimedOut, RequestTooLarge
from app.http.refusals import refusal
from app.services import Services
from app.settings import Settings

_SECONDS_A_MEBIBYTE = 2.0


def upload_route(
    services: Callable[[], Services], settings: Settings, guards: Sequence[Middleware]
) -> Route:
    """``/uploads``: 201 with the version; who may not upload is told before the body is read."""

    async def upload(request: Request) -> Response:
        try:
            return await _upload(services(), request, settings)
        except OneGraphError as error:
            return refusal(error)

    return Route("/uploads", upload, methods=["POST"], middleware=guards)


async def _upload(services: Services, request: Request, settings: Settings) -> Response:
    principal = await services.auth.authenticate(request.headers.get("authorization"))
    caller = Caller(principal, Permission.UPLOAD_PLUGINS)
    caller.require(None)
    with tempfile.NamedTemporaryFile(suffix=".tgz") as file:
        await _receive(request, file, settings)
        version = await services.uploads.take(caller, Path(file.name))
    return JSONResponse(_answer(version), 201)


async def _receive(request: Request, file: IO[bytes], settings: Settings) -> None:
    limit = settings.upload_bytes
    seconds = settings.request_seconds + limit / 2**20 * _SECONDS_A_MEBIBYTE
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise RequestTooLarge(
                        f"The package is larger than {limit} bytes.",
                        "Send a smaller one, or raise ONE_UPLOAD_BYTES.",
                    )
                file.write(chunk)
    except TimeoutError:
        raise RequestTimedOut(
            f"The package did not arrive within {seconds:g} s.", "Send it faster."
        ) from None
    file.flush()


def _answer(version: PluginVersion) -> dict[str, object]:
    signature = version.signature
    return {
        "id": version.id,
        "plugin": version.name,
        "version": version.version,
        "integrity": version.integrity,
        "signature": signature.model_dump() if signature else None,
    }
