"""Workers with a browser, and hosts behind their gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.browser.browser import Browser
from sandbox.egress.gateway import Gateway
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Json, WorkerSpec
from tests.sandbox.egress.conftest import api, gateway, plain, public_authority
from tests.sandbox.plugins import Listener, method, write_package

__all__ = ["api", "gateway", "plain", "public_authority"]

Read = Callable[[str], Awaitable[Json]]
_CLIENT = Path(__file__).with_name("client.mjs")
_PLUGIN = """
    import { Client } from './client.mjs';
    class Sample {
      static serviceType = 's';
      static async start() { return new Sample(); }
      capabilityDescription = 'Drives a browser';
      async stop() {}
      async read(url, args) {
        this.client ??= new Client(args);
        return this.client.read(url);
      }
      async evaluate(source) {
        this.client ??= new Client();
        return this.client.evaluate(source);
      }
      async reopen() {
        this.client = new Client();
        return this.client.read("https://api.example.com/page");
      }
      async close() {
        await this.client.send('Browser.close');
        await this.client.ended;
        return this.client.process.exitCode;
      }
    }
    export default { name: 'sample', description: 'A sample plugin', services: [Sample] };
"""
GRANTED = Grants(
    account="instance",
    permissions=frozenset({Permission.NETWORK_EXTERNAL, Permission.BROWSER_USE}),
    allowed_hosts=("api.example.com", "plain.example.com"),
    requests_per_minute=100,
)


@dataclass
class User:
    """Calls a plugin that drives a browser, and hears what comes of it."""

    pool: WorkerPool
    artifact: Path
    heard: Listener
    grants: Grants = GRANTED

    async def __call__(self, name: str, *args: object) -> Json:
        spec = WorkerSpec(
            self.artifact, {}, agent_id="agent", agent_name="Agent", grants=self.grants
        )
        done = await self.pool.call(
            "key", spec, method(name, *args), timeout_seconds=30, observer=self.heard
        )
        return done.result

    @property
    def browser(self) -> Browser:
        """The one of its worker."""
        (slot,) = self.pool._slots
        assert slot.worker is not None
        assert slot.worker._browser.browser is not None
        return slot.worker._browser.browser

    @property
    def pids(self) -> list[int]:
        """The processes of its browser, in the host's numbering."""
        assert self.browser._group is not None
        return self.browser._group.pids()


@pytest.fixture
async def use(gateway: Gateway, tmp_path: Path) -> AsyncIterator[User]:
    """Its worker may have a browser, and reach two hosts."""
    pool = WorkerPool(Limits(), size=1, doorkeeper=gateway)
    files = {"index.mjs": _PLUGIN, "client.mjs": _CLIENT.read_text()}
    await pool.start()
    yield User(pool, write_package(tmp_path / "p", files), Listener())
    await pool.close()
