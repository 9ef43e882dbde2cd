"""A MongoDB that was started without a replica set."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest

from app.embedded.binary import mongod_path
from tests.app.commands.running import SharedServer, run


@pytest.fixture
async def standalone(tmp_path: Path) -> AsyncIterator[str]:
    """Its URI."""
    socket = tmp_path / "mongod.sock"
    options = ("--dbpath", tmp_path, "--bind_ip", socket, "--nounixsocket", "--quiet")
    process = await asyncio.create_subprocess_exec(
        mongod_path(), *options, stdout=asyncio.subprocess.DEVNULL
    )
    yield f"mongodb://{quote(str(socket), safe='')}"
    process.terminate()
    await process.wait()


@pytest.mark.parametrize("command", ["serve", "executor", "doctor"])
async def test_it_is_refused_with_the_commands_that_mend_it(
    standalone: str, tmp_path: Path, command: str
) -> None:
    server = SharedServer(tmp_path / "data", standalone, "standalone_test")
    code, out, err = await run(server, command)
    assert code == 1
    assert "no replica set" in out + err
    assert "rs.initiate()" in out + err
    assert "Traceback" not in err
