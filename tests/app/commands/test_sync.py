"""``one-graph sync``, with a server that does it."""

import json
from pathlib import Path

import pytest

from tests.app.commands.running import run
from tests.serving import ServerProcess

NO_REGISTRY = "http://127.0.0.1:1/"


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """An index of two names, one of which the registry does not have."""
    path = tmp_path / "index.json"
    address = "github:elizaos-plugins/plugin"
    names = ("@elizaos/plugin-starter", "@elizaos/no-such-plugin-at-all")
    path.write_text(json.dumps(dict.fromkeys(names, address)))
    return path


async def test_it_ends_with_what_was_read_and_does_not_run_twice_at_once(
    tmp_path: Path, names: Path
) -> None:
    server = ServerProcess(
        tmp_path / "data", ONE_SYNC_ON_START="false", ONE_REGISTRY_INDEX=str(names)
    )
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


async def test_a_sync_that_fails_says_why_and_what_mends_it(tmp_path: Path, names: Path) -> None:
    server = ServerProcess(
        tmp_path / "data",
        ONE_SYNC_ON_START="false",
        ONE_REGISTRY_INDEX=str(names),
        npm_config_registry=NO_REGISTRY,
    )
    await server.start()
    del server.environment["npm_config_registry"]  # only the server lacks the registry
    try:
        code, out, err = await run(server, "sync")
    finally:
        server.end()
    assert (code, out) == (1, "")
    assert "Error: The npm registry cannot be asked" in err
    assert "npm ping" in err


async def test_a_registry_that_does_not_answer_is_told_before_anything_is_queued(
    tmp_path: Path, names: Path
) -> None:
    server = ServerProcess(
        tmp_path / "data", ONE_SYNC_ON_START="false", ONE_REGISTRY_INDEX=str(names)
    )
    await server.start()
    server.environment["npm_config_registry"] = NO_REGISTRY
    try:
        code, _, err = await run(server, "sync")
    finally:
        server.end()
    assert code == 1
    assert "Error: The npm registry cannot be asked" in err


async def test_without_a_server_it_says_how_to_start_one(tmp_path: Path) -> None:
    code, _, err = await run(ServerProcess(tmp_path), "sync")
    assert code == 1
    assert f"No server runs on {tmp_path}." in err
    assert "one-graph serve" in err
