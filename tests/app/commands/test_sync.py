"""``one-graph sync``, with a server that does it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.app.commands.running import run
from tests.e2e.plugins import STARTER, index_of
from tests.serving import ServerProcess

NO_REGISTRY = "http://127.0.0.1:1/"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of an index of two names, one of which the registry does not have."""
    return str(index_of(tmp_path_factory.mktemp("index"), STARTER, "@elizaos/no-such-plugin"))


@pytest.fixture(scope="module")
async def cut_off(
    names: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ServerProcess]:
    """A server that cannot reach the registry; the commands beside it can."""
    folder = tmp_path_factory.mktemp("cut-off") / "data"
    settings = {"ONE_SYNC_ON_START": "false", "ONE_REGISTRY_INDEX": names}
    server = ServerProcess(folder, **settings, npm_config_registry=NO_REGISTRY)
    await server.start()
    del server.environment["npm_config_registry"]
    yield server
    server.end()


async def test_it_ends_with_what_was_read_and_does_not_run_twice_at_once(
    tmp_path: Path, names: str
) -> None:
    server = ServerProcess(tmp_path / "data", ONE_SYNC_ON_START="false", ONE_REGISTRY_INDEX=names)
    await server.start()
    try:
        code, out, err = await run(server, "sync")
        assert (code, err) == (0, "")
        assert out == "1 available, 1 not on the registry; 2 changed\n"
        code, out, err = await run(server, "sync")
        assert (code, out) == (1, "")
        assert "Error: The registry was read less than 300 s ago." in err
        assert "The next sync is possible in" in err
    finally:
        server.end()


async def test_a_sync_that_fails_says_why_and_what_mends_it(cut_off: ServerProcess) -> None:
    code, out, err = await run(cut_off, "sync")
    assert (code, out) == (1, "")
    assert "Error: The npm registry cannot be asked" in err
    assert "npm ping" in err


async def test_a_registry_that_does_not_answer_is_told_before_anything_is_queued(
    cut_off: ServerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cut_off.environment, "npm_config_registry", NO_REGISTRY)
    code, _, err = await run(cut_off, "sync")
    assert code == 1
    assert "Error: The npm registry cannot be asked" in err


async def test_without_a_server_it_says_how_to_start_one(tmp_path: Path) -> None:
    code, _, err = await run(ServerProcess(tmp_path), "sync")
    assert code == 1
    assert f"No server runs on {tmp_path}." in err
    assert "one-graph serve" in err
