"""Starting the workers of a pool."""

import asyncio
from collections.abc import Callable

from sandbox.boundary.isolation import Isolation
from sandbox.egress.door import Doorkeeper
from sandbox.errors import PoolClosed
from sandbox.limits import Limits
from sandbox.pool.life import Life, LifeLimits
from sandbox.pool.slot import Slot
from sandbox.worker.call import WorkerSpec
from sandbox.worker.observer import CallObserver
from sandbox.worker.plugin_worker import load_plugin
from sandbox.worker.worker import Worker


class Starter:
    """Starts workers in their slots while it has an isolation, and tells when one has ended."""

    def __init__(
        self,
        limits: Limits,
        life: LifeLimits,
        doorkeeper: Doorkeeper | None,
        on_end: Callable[[Slot], None],
    ) -> None:
        self.isolation: Isolation | None = None
        self._limits = limits
        self._life = life
        self._doorkeeper = doorkeeper
        self._on_end = on_end
        self._watchers: set[asyncio.Task[None]] = set()

    async def fill(self, slot: Slot, spec: WorkerSpec, observer: CallObserver) -> Worker:
        """Start a slot's worker and load its plugin.

        Raises:
            ArtifactMissing: there is no plugin in the artefact folder.
            CallFailed: the plugin does not load or does not initialise.
            WorkerDied: the worker ended, or was not ready in time.
            IsolationUnavailable: this machine cannot isolate workers.
            GatewayFailed: its way to the network cannot be opened.
            PoolClosed: there is no isolation.
        """
        if self.isolation is None:
            raise PoolClosed
        limits = self._limits.raised(spec.memory_bytes)
        slot.worker = worker = await Worker.start(
            self.isolation,
            spec.artifact,
            limits,
            grants=spec.grants,
            doorkeeper=self._doorkeeper,
        )
        slot.life = Life(self._life, limits.memory_bytes)
        self._watch(slot, worker)
        if slot.evicted:
            worker.kill("evicted", "")
        await load_plugin(worker, spec, limits, observer)
        slot.ready = True
        return worker

    async def settle(self) -> None:
        """Wait until the end of every worker that has ended was told."""
        await asyncio.gather(*self._watchers)

    def _watch(self, slot: Slot, worker: Worker) -> None:
        watcher = asyncio.create_task(self._tell_end(slot, worker))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)

    async def _tell_end(self, slot: Slot, worker: Worker) -> None:
        await worker.ended()
        self._on_end(slot)
