"""How the server starts, refuses to start, and ends."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.app.commands.running import client_of, nothing_left_of, programs, run
from tests.e2e.plugins import STARTER, executed, install, installed
from tests.processes import descendants
from tests.serving import ServerProcess


class TestStart:
    async def test_a_second_server_on_the_folder_is_told_who_holds_it(
        self, server: ServerProcess
    ) -> None:
        code, _, err = await run(server, "serve")
        assert code == 1
        assert f"in use by process {server.pid}" in err
        assert f"kill {server.pid}" in err

    async def test_a_taken_port_is_named(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            settings = ServerProcess(tmp_path / "data", ONE_PORT=str(port))
            code, _, err = await run(settings, "serve")
        assert code == 2
        assert f"ONE_PORT={port}: Address already in use" in err
        assert not settings.data_dir.exists()

    @pytest.mark.parametrize(
        ("name", "value", "complaint"),
        [
            ("ONE_PORT", "70000", "less than or equal to 65535"),
            ("ONE_HOST", "no.such.host.invalid", "Name or service not known"),
            ("ONE_WORKERS", "0", "greater than 0"),
            ("ONE_REGISTRY_INDEX", "/nowhere.json", "no file at /nowhere.json"),
            ("ONE_SECRET_KEY", "short", "at least 32 characters"),
            ("ONE_MONGODB_URI", "mongodb://host", "ONE_SECRET_KEY is required"),
            ("ONE_DATA_DIR", "/dev/null/data", "cannot be used"),
        ],
    )
    async def test_a_wrong_setting_is_named_with_what_is_wrong(
        self, tmp_path: Path, name: str, value: str, complaint: str
    ) -> None:
        settings = ServerProcess(tmp_path)
        settings.environment[name] = value
        code, _, err = await run(settings, "serve")
        assert code == 2
        assert name in err
        assert complaint in err
        assert "Traceback" not in err

    async def test_a_malformed_address_of_mongodb_keeps_its_password_to_itself(
        self, tmp_path: Path
    ) -> None:
        uri = "mongodb://user:pass/word@host"
        settings = ServerProcess(
            tmp_path, ONE_MONGODB_URI=uri, ONE_SECRET_KEY="k" * 32, ONE_MASTER_KEY="0" * 64
        )
        code, _, err = await run(settings, "serve")
        assert code == 2
        assert "ONE_MONGODB_URI=..." in err
        assert "mongodb://user:password@host1,host2/?replicaSet=name" in err
        assert "word@" not in err.replace("user:password@host1", "")


class TestEnd:
    @pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)])
    async def test_a_signal_ends_everything_within_five_seconds(
        self, server: ServerProcess, signals: tuple[signal.Signals, ...]
    ) -> None:
        started = set(programs(server.pid))
        assert "mongod" in programs(server.pid).values()
        moment = time.monotonic()
        for number in signals[:-1]:
            os.kill(server.pid, number)
            await asyncio.sleep(0.05)
        assert server.stop(signals[-1]) == 0
        assert time.monotonic() - moment < 5
        assert await nothing_left_of(started)

    async def test_a_signal_during_an_install_ends_everything_within_five_seconds(
        self, server: ServerProcess
    ) -> None:
        async with client_of(server, "org_owner") as owner:
            await install(owner, await owner.group_id(), STARTER)
        await asyncio.sleep(1)
        started = descendants(server.pid)
        moment = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - moment < 5
        assert await nothing_left_of(started)

    async def test_sigkill_leaves_neither_mongod_nor_a_plugin_behind(
        self, server: ServerProcess
    ) -> None:
        async with client_of(server, "org_owner") as owner:
            instance = await installed(owner, await owner.group_id(), STARTER)
            await executed(owner, instance, "HELLO_WORLD")
        started = programs(server.pid)
        assert {"mongod", "bwrap"} <= set(started.values())
        assert server.stop(signal.SIGKILL) == -signal.SIGKILL
        assert await nothing_left_of(set(started))
        await server.start()
        async with client_of(server, "org_owner") as owner:
            execution = await executed(owner, instance, "HELLO_WORLD")
        assert execution["state"] == "SUCCEEDED"

    async def test_the_death_of_mongod_ends_the_server_with_what_mongod_said(
        self, server: ServerProcess
    ) -> None:
        started = programs(server.pid)
        (mongod,) = (pid for pid, program in started.items() if program == "mongod")
        assert server.process
        os.kill(mongod, signal.SIGABRT)
        assert await asyncio.to_thread(server.process.wait, 10) == 1
        server.process = None
        assert "The embedded MongoDB ended with SIGABRT" in server.log()
        assert "Got signal: 6 (Aborted)." in server.log()
        assert str(server.data_dir / "log" / "mongod.log") in server.log()
        assert await nothing_left_of(set(started))
