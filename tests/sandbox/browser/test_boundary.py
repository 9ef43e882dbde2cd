"""What a plugin can reach by its browser beyond pages."""

from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.boundary.seccomp import browser_program, system_call_number
from sandbox.browser import browser
from sandbox.browser.profile import LIMITS
from sandbox.errors import CallFailed
from sandbox.limits import MEBIBYTE
from sandbox.selftest.filtered import attempt
from tests.sandbox.browser.conftest import User
from tests.sandbox.egress.stand_in import StandIn
from tests.sandbox.plugins import eventually

AROUND = ["--no-proxy-server", "--proxy-bypass-list=*", "--proxy-server=direct://"]
HUNGRY = "(() => { for (const all = [];;) all.push(new Uint8Array(1e7).fill(1)); })()"
SHOWN = {"browser", "dev", "egress", "etc", "lib", "lib64", "node", "proc", "scratch", "tmp", "usr"}


@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/hostname", "/root/", "/home/", "/plugin/"])
async def test_it_sees_no_file_of_the_host_or_its_worker(use: User, path: str) -> None:
    assert await use("read", f"file://{path}") == "net::ERR_FILE_NOT_FOUND"


async def test_it_sees_what_it_runs_on_alone(use: User) -> None:
    listing = str(await use("read", "file:///"))
    names = {line.split("\t")[0].rstrip("/") for line in listing.splitlines() if "\t" in line}
    assert {"proc", "usr"} < names <= SHOWN | {"Name"}


async def test_it_sees_no_process_but_its_own(use: User) -> None:
    listing = str(await use("read", "file:///proc/"))
    shown = [int(line.split("/")[0]) for line in listing.splitlines() if line[:1].isdigit()]
    assert 0 < len(shown) <= len(use.pids)


@pytest.mark.parametrize("args", [[], AROUND], ids=["as it is", "told to go around"])
async def test_it_does_not_reach_the_loopback_of_the_host(
    use: User, plain: StandIn, args: list[str]
) -> None:
    refused = f"127.0.0.1:{plain.port}"
    assert str(await use("read", f"http://{refused}/", args)).startswith("net::ERR_")
    assert plain.connections == 0
    assert [each.url for each in use.heard.requests if not each.allowed] == [refused]


async def test_a_host_that_is_not_allowed_is_refused_and_recorded(use: User) -> None:
    said = await use("read", "https://other.example.com/")
    assert said == "net::ERR_SOCKS_CONNECTION_FAILED"
    (refusal,) = use.heard.refusals
    assert "other.example.com:443 is not on the allow list" in refusal.detail


async def test_it_ends_with_its_worker(use: User) -> None:
    await use("read", "https://api.example.com/page")
    processes, socket = [Path(f"/proc/{pid}") for pid in use.pids], use.browser.socket
    assert len(processes) > 2
    await use.pool.close()
    assert not any(process.exists() for process in processes)
    assert not socket.parent.exists()


async def test_it_is_held_to_its_memory(use: User, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(LIMITS, memory_bytes=384 * MEBIBYTE)
    monkeypatch.setattr(browser, "LIMITS", small)
    await use("read", "https://api.example.com/page")
    with pytest.raises(CallFailed):
        await use("evaluate", HUNGRY)
    (slot,) = use.pool._slots
    assert slot.worker is not None
    assert slot.worker.alive


async def test_it_is_stopped_with_its_worker(use: User) -> None:
    await use("read", "https://api.example.com/page")

    def states() -> set[str]:
        stats = (Path(f"/proc/{pid}/stat").read_text() for pid in use.pids)
        return {stat.rpartition(")")[2].split()[0] for stat in stats}

    await eventually(lambda: states() == {"T"})


@pytest.mark.parametrize("call", ["unshare", "mount", "ptrace", "bpf", "keyctl", "setns"])
async def test_its_filter_refuses_what_only_an_escape_needs(call: str) -> None:
    assert await attempt(system_call_number(call), 0, program=browser_program()) == "EPERM"


async def test_its_filter_lets_no_namespace_be_made(use: User) -> None:
    del use
    new_user = 0x1000_0000
    said = await attempt(system_call_number("clone"), new_user | 17, program=browser_program())
    assert said == "EPERM"


@pytest.mark.parametrize("family", [3, 17, 38, 40], ids=["ax25", "packet", "alg", "vsock"])
async def test_it_has_no_sockets_of_other_kinds(family: int) -> None:
    said = await attempt(system_call_number("socket"), family, 1, 0, program=browser_program())
    assert said == "EPERM"
