"""The workers that are alive, and the calls that they take."""

import asyncio
import logging

from sandbox.boundary.cgroup import sweep_cgroups
from sandbox.boundary.isolation import Isolation
from sandbox.boundary.tried_isolation import TriedIsolation
from sandbox.egress.door import Doorkeeper
from sandbox.errors import PoolClosed, SandboxError, WorkerDied
from sandbox.limits import Limits
from sandbox.pool.allotment import Allotment
from sandbox.pool.demand import Demands
from sandbox.pool.life import LifeLimits
from sandbox.pool.slot import Slot
from sandbox.pool.slots import Slots
from sandbox.pool.spares import Spares
from sandbox.pool.starter import Starter
from sandbox.pool.turns import Turn, Turns
from sandbox.worker.call import Call, CallResult, WorkerSpec
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver
from sandbox.worker.plugin_worker import describe_call, try_isolation
from sandbox.worker.worker import Worker

log = logging.getLogger(__name__)
_USUAL = LifeLimits()
_LOOK_SECONDS = 10
_REMEMBERED_KEYS_PER_WORKER = 2


class WorkerPool:
    """At most ``size`` worker processes, each kept warm for its key.

    A call takes an idle worker of its key, or a new one; ``Allotment`` says what happens where
    neither is there. Who waits is served by ``Turns``: the account with the fewest workers comes
    first, so that no tenant can starve another. Beyond its own calls a key gets the workers of
    ``Spares``. A worker that has lived long enough is replaced.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        size: int = 10,
        doorkeeper: Doorkeeper | None = None,
        life: LifeLimits = _USUAL,
    ) -> None:
        self._life = life
        self._limits = limits
        self._slots = Slots(size)
        self._turns = Turns()
        self._demands = Demands(life.idle_seconds, size * _REMEMBERED_KEYS_PER_WORKER)
        self._allotment = Allotment(self._slots, self._turns, self._demands, self._start_ahead)
        self._spares = Spares(self._slots, self._demands, self._start_ahead)
        self._starter = Starter(limits, life, doorkeeper, self._remove)
        self._starts: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def alive(self) -> int:
        """How many workers there are, those being started included."""
        return len(self._slots)

    @property
    def pids(self) -> list[int]:
        """The processes of its workers."""
        return [slot.worker.pid for slot in self._slots if slot.worker is not None]

    async def start(self, tried: TriedIsolation | None = None) -> None:
        """Sweep old leftovers and take calls, in an isolation that was tried under its limits.

        Args:
            tried: what came of trying it; without that, or where it was tried under other
                limits, a worker is started now, to know that workers can be.

        Raises:
            IsolationUnavailable: this machine cannot isolate workers; the error has the command
                that mends it.
        """
        await asyncio.to_thread(sweep_cgroups)
        if tried is None or tried.limits != self._limits:
            isolation = await asyncio.to_thread(Isolation.find)
            tried = await try_isolation(isolation, self._limits)
        self._starter.isolation = tried.isolation
        self._keeper = asyncio.create_task(self._retire_idle())

    async def call(
        self,
        key: str,
        spec: WorkerSpec,
        call: Call,
        *,
        timeout_seconds: float,
        observer: CallObserver,
        host: Host | None = None,
        account: str = "",
    ) -> CallResult:
        """Run a call in a worker of this key, which is (instance, settings revision, agent).

        The host does what the plugin asks, as far as its grants go. The account is the tenant
        who calls; workers are shared out between accounts.

        The timeout counts from when the call reaches a worker whose plugin is loaded. Cancelling
        the caller's task kills the worker. The observer must not raise.

        Raises:
            ArtifactMissing: there is no plugin in the artefact folder.
            CallFailed: the plugin, or the worker around it, answered with an error.
            CallTimedOut: the call took too long; its worker was killed.
            WorkerDied: the worker ended before it answered.
            IsolationUnavailable: this machine cannot isolate workers.
            GatewayFailed: the worker's way to the network cannot be opened.
            PoolClosed: the pool is not running.
        """
        slot = await self._reserve(Turn(key, account, spec))
        try:
            worker = await self._ready(slot, spec, observer)
            body = {"call": describe_call(call)}
            return await worker.request(
                "call", body, timeout_seconds=timeout_seconds, observer=observer, host=host
            )
        finally:
            if slot.life is not None and slot.worker is not None:
                slot.life.count(slot.worker.peak_memory_bytes)
            self._release(slot)

    async def evict(self, key_prefix: str) -> None:
        """Kill every worker whose key starts so, busy ones too, and wait until they are gone.

        Calls of such a key that wait for a worker fail as well.
        """
        self._demands.forget(key_prefix)
        self._turns.fail(key_prefix, lambda: WorkerDied("evicted"))
        chosen = [slot for slot in self._slots if slot.key.startswith(key_prefix)]
        await asyncio.gather(*(self._close(slot) for slot in chosen))

    async def close(self) -> None:
        """Kill all workers and wait until they are gone; calls that wait for one fail."""
        self._starter.isolation = None
        if self._keeper is not None:
            self._keeper.cancel()
        self._turns.fail("", PoolClosed)
        while self._slots:
            self._left.clear()
            await self.evict("")
            if self._slots:  # a process is being started at this moment
                await self._left.wait()
        await self._starter.settle()
        await asyncio.gather(*self._starts)

    async def _reserve(self, turn: Turn) -> Slot:
        if self._starter.isolation is None:
            raise PoolClosed
        self._demands.note_call(turn.key, turn.account, turn.spec)
        is_one_coming = any(slot.starting for slot in self._slots.of(turn.key))
        self._turns.join(turn)
        self._share_out()
        if not (turn.granted.done() or is_one_coming):
            self._demands.note_crowd(turn.key)
        try:
            return await turn.granted
        except asyncio.CancelledError:
            if turn.has_slot:  # it was given one in the moment that it gave up
                self._release(turn.granted.result())
            raise
        finally:
            self._turns.leave(turn)

    async def _ready(self, slot: Slot, spec: WorkerSpec, observer: CallObserver) -> Worker:
        if slot.worker is None:
            return await self._starter.fill(slot, spec, observer)
        slot.recording.tell(observer)
        return slot.worker

    def _release(self, slot: Slot) -> None:
        slot.busy = False
        if slot.used:
            self._turns.note_end(slot.account)
        if slot.worker is None:
            self._slots.remove(slot)
            self._left.set()
        elif slot.used and slot.leaving:
            self._demands.cool(slot.key)
        elif not slot.ready:
            slot.kill("start", "its plugin did not load")
        elif slot.used and slot.spent:
            slot.kill("spent")
        self._share_out()

    def _share_out(self) -> None:
        if self._starter.isolation is not None:
            self._allotment.run()
            if not self._turns:
                self._spares.tend()

    def _start_ahead(self, key: str, account: str, spec: WorkerSpec) -> None:
        slot = Slot(key, account)
        self._slots.add(slot)
        start = asyncio.create_task(self._fill_ahead(slot, spec))
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)

    async def _fill_ahead(self, slot: Slot, spec: WorkerSpec) -> None:
        try:
            await self._starter.fill(slot, spec, slot.recording)
        except (SandboxError, OSError) as error:
            if not slot.evicted:
                log.info("no worker ahead for %s: %s", slot.key, error)
                self._demands.note_failure(slot.key)
        finally:
            self._release(slot)

    async def _retire_idle(self) -> None:
        while True:
            await asyncio.sleep(min(self._life.idle_seconds / 4, _LOOK_SECONDS))
            for slot in [each for each in self._slots if each.idle]:
                if slot.life is not None and slot.life.idle_too_long:
                    await self._close(slot)

    async def _close(self, slot: Slot) -> None:
        slot.evicted = True
        if slot.worker is not None:
            await slot.worker.close()
            self._remove(slot)

    def _remove(self, slot: Slot) -> None:
        if not (slot.used or slot.evicted):
            self._demands.note_failure(slot.key)
        self._slots.remove(slot)
        self._left.set()
        self._share_out()
