"""Reading the index of names."""

import json
import socket
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.catalog.index import MAX_BYTES, NameIndex, parse
from app.errors import RegistryUnavailable
from app.settings import BUNDLED_INDEX
from tests.loopback import serve

GOOD = {"@elizaos/plugin-pdf": "github:elizaos-plugins/plugin-pdf"}


async def _answer(request: Request) -> Response:
    path = request.url.path
    if path == "/index.json":
        return Response(json.dumps(GOOD))
    if path == "/large.json":
        return Response(b" " * (MAX_BYTES + 1))
    return Response("no", status_code=404)


SERVER = Starlette(routes=[Route("/{name}", _answer)])


async def test_the_bundled_index_is_valid() -> None:
    names = await NameIndex(str(BUNDLED_INDEX)).read()

    assert len(names) == 372
    assert names["@elizaos/plugin-starter"] == "github:elizaos-plugins/plugin-starter"


async def test_an_index_can_be_at_a_url() -> None:
    async with serve(SERVER) as port:
        assert await NameIndex(f"http://127.0.0.1:{port}/index.json").read() == GOOD


@pytest.mark.parametrize(("page", "problem"), [("gone.json", "404"), ("large.json", "larger")])
async def test_a_url_without_an_index_is_an_error(page: str, problem: str) -> None:
    async with serve(SERVER) as port:
        with pytest.raises(RegistryUnavailable, match=problem):
            await NameIndex(f"http://127.0.0.1:{port}/{page}").read()


async def test_a_url_at_which_nobody_listens_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    with pytest.raises(RegistryUnavailable):
        await NameIndex(f"http://127.0.0.1:{port}/index.json").read()


async def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryUnavailable):
        await NameIndex(str(tmp_path / "index.json")).read()


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"no name": "github:elizaos-plugins/plugin-pdf"}',
        b'{"@elizaos/plugin-pdf": 1}',
        b'{"@elizaos/plugin-pdf": "elizaos-plugins"}',
        b'{"@elizaos/plugin-pdf": "javascript:alert/1"}',
    ],
)
def test_another_shape_is_refused_with_the_right_one(content: bytes) -> None:
    with pytest.raises(RegistryUnavailable) as refusal:
        parse(content)

    assert "github:owner/repository" in (refusal.value.hint or "")
