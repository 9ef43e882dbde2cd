"""One gateway and its stand-in servers, for one attack after the other."""

import asyncio
import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sandbox.egress import gateway as gateway_module
from sandbox.egress.authority import Authority
from sandbox.egress.gateway import Gateway
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret
from tests.attacks.world.host import Host, listening
from tests.attacks.world.internet import API, EVIL, OTHER, PLAIN, Internet

_SETTLE_SECONDS = 3
_ROOT = Path(__file__).parents[3]
ALLOWED = (
    "api.example.com", "plain.example.com", "other.example.com:443", "*.rebind.example.com",
    "inside.example.com", "loop.example.com", "metadata.example.com", "carrier.example.com",
    "translated.example.com", "mapped.example.com", "both.example.com", "localhost",
    "169.254.169.254", "127.0.0.1", "[::1]", "[64:ff9b::a00:5]", "[::ffff:10.0.0.5]",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What an attacker with a way to the network finds there.

    Attributes:
        hosts: its servers by name; ``evil.example.com`` was not allowed, and ``private`` is
            where every address leads that is not of the public internet.
    """

    gateway: Gateway
    hosts: dict[str, Host]

    @property
    def alive(self) -> bool:
        """Whether the gateway still runs."""
        return self.gateway._process is not None and self.gateway._process.poll() is None

    @property
    def gateway_pid(self) -> int:
        """The gateway's process."""
        process = self.gateway._process
        assert process is not None
        return process.pid

    async def settled(self) -> None:
        """Wait until the servers have read all that was sent to them, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLE_SECONDS):
                while any(host.seen.open for host in self.hosts.values()):  # noqa: ASYNC110 - a handful of times
                    await asyncio.sleep(0.005)

    def grants(self) -> Grants:
        """New grants and new secrets; nothing of earlier attacks is remembered."""
        for host in self.hosts.values():
            host.forget()
        return Grants(
            account=secrets.token_hex(8),
            permissions=frozenset({Permission.NETWORK_EXTERNAL}),
            allowed_hosts=ALLOWED,
            secrets=(
                Secret(key="API_KEY", value=f"sk-live-{_random()}", hosts=("api.example.com",)),
                Secret(key="PLAIN_KEY", value=f"pk-live-{_random()}", hosts=("plain.example.com",)),
                Secret(key="WALLET", value=f'wlt"/+<é{_random()}'),
            ),
        )


def describe(grants: Grants) -> dict[str, Any]:
    """What lets an attacker know a bound secret when it sees it: its length and its hash."""
    bound = [secret.value for secret in grants.secrets if secret.hosts]
    return {
        "secrets": [
            {"length": len(value), "hash": hashlib.sha256(value.encode()).hexdigest()}
            for value in bound
        ]
    }


def _random() -> str:
    return secrets.token_urlsafe(15).replace("-", "A").replace("_", "b")


@asynccontextmanager
async def world_without(removed: Iterable[str]) -> AsyncIterator[World]:
    """Start it, with some layers of the gateway removed."""
    authority = Authority()
    async with AsyncExitStack() as stack:
        hosts = {
            name: await stack.enter_async_context(listening(name, authority if secure else None))
            for name, secure in (
                ("api.example.com", True), ("plain.example.com", False),
                ("other.example.com", True), ("evil.example.com", False), ("private", False),
            )
        }  # fmt: skip
        addresses = {API: "api", PLAIN: "plain", OTHER: "other", EVIL: "evil"}
        public = {at: hosts[f"{name}.example.com"].port for at, name in addresses.items()}
        start = _starter(Internet(public, hosts["private"].port), list(removed))
        gateway = Gateway(extra_authorities=authority.pem)
        with patch.object(gateway_module, "_start", start):
            await gateway.start()
            stack.push_async_callback(gateway.close)
        yield World(gateway, hosts)


def _starter(internet: Internet, removed: list[str]) -> "Callable[[int], subprocess.Popen[bytes]]":
    def start(channel: int) -> "subprocess.Popen[bytes]":
        module = "tests.attacks.world.gateway_process"
        return subprocess.Popen(
            [sys.executable, "-m", module, str(channel), internet.encoded(), *removed],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=(channel,),
            process_group=0,
            env={"PYTHONPATH": os.fspath(_ROOT)},
        )

    return start
