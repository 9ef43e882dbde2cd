"""The workers that are alive, and which call gets which."""

import asyncio
import itertools
from dataclasses import dataclass

from sandbox.boundary.cgroup import sweep_cgroups
from sandbox.boundary.isolation import Isolation
from sandbox.egress.door import Doorkeeper
from sandbox.errors import PoolClosed, WorkerDied
from sandbox.limits import Limits
from sandbox.pool.life import Life, LifeLimits
from sandbox.worker.call import Call, CallResult, WorkerSpec
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver
from sandbox.worker.plugin_worker import describe_call, load_plugin, try_isolation
from sandbox.worker.worker import Worker

_USUAL = LifeLimits()
_LOOK_SECONDS = 10


@dataclass(eq=False, slots=True)
class _Slot:
    """The place of one worker, from before it is started until nothing is left of it."""

    key: str
    worker: Worker | None = None
    ready: bool = False
    busy: bool = True
    evicted: bool = False
    last_use: int = 0
    life: Life | None = None

    @property
    def idle(self) -> bool:
        """Whether its worker can take a call."""
        return not self.busy and not self.evicted and self.worker is not None and self.worker.alive


@dataclass(eq=False, slots=True)
class _Turn:
    """A call that waits for a slot."""

    key: str
    evicted: bool = False


class WorkerPool:
    """At most ``size`` worker processes, each kept warm for its key.

    A call takes an idle worker of its key. Where there is none it starts one, also while another
    of that key is busy. At the ceiling the idle worker that was used longest ago makes room;
    where all are busy the call waits. A worker that has lived long enough is replaced.
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
        self._doorkeeper = doorkeeper
        self._size = size
        self._isolation: Isolation | None = None
        self._slots: set[_Slot] = set()
        self._waiting: list[asyncio.Future[None]] = []
        self._turns: set[_Turn] = set()
        self._watchers: set[asyncio.Task[None]] = set()
        self._uses = itertools.count()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def alive(self) -> int:
        """How many workers there are, those being started included."""
        return len(self._slots)

    @property
    def pids(self) -> list[int]:
        """The processes of its workers."""
        return [slot.worker.pid for slot in self._slots if slot.worker is not None]

    async def start(self) -> None:
        """Check that this machine can isolate workers, by starting one; sweep old leftovers.

        Raises:
            IsolationUnavailable: it cannot; the error has the command that mends it.
        """
        await asyncio.to_thread(sweep_cgroups)
        isolation = await asyncio.to_thread(Isolation.find)
        await try_isolation(isolation, self._limits)
        self._isolation = isolation
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
    ) -> CallResult:
        """Run a call in a worker of this key, which is (instance, settings revision, agent).

        The host does what the plugin asks, as far as its grants go.

        The timeout counts from when the call reaches a worker whose plugin is loaded. Cancelling
        the caller's task kills the worker. The observer must not raise.

        Raises:
            ArtifactMissing: there is no plugin in the artefact folder.
            CallFailed: the plugin, or the worker around it, answered with an error.
            CallTimedOut: the call took too long; its worker was killed.
            WorkerDied: the worker ended before it answered.
            IsolationUnavailable: this machine cannot isolate workers.
            PoolClosed: the pool is not running.
        """
        slot = await self._reserve(key)
        try:
            worker = slot.worker or await self._fill(slot, spec, observer)
            body = {"call": describe_call(call)}
            return await worker.request(
                "call", body, timeout_seconds=timeout_seconds, observer=observer, host=host
            )
        finally:
            if slot.life is not None and slot.worker is not None:
                slot.life.count(slot.worker.peak_memory_bytes)
            self._release(slot, spent=spec.one_shot or _spent(slot))

    async def evict(self, key_prefix: str) -> None:
        """Kill every worker whose key starts so, busy ones too, and wait until they are gone.

        Calls of such a key that wait for a worker fail as well.
        """
        for turn in self._turns:
            turn.evicted = turn.evicted or turn.key.startswith(key_prefix)
        self._wake()
        chosen = [slot for slot in self._slots if slot.key.startswith(key_prefix)]
        await asyncio.gather(*(self._close(slot) for slot in chosen))

    async def close(self) -> None:
        """Kill all workers and wait until they are gone; calls that wait for one fail."""
        self._isolation = None
        if self._keeper is not None:
            self._keeper.cancel()
        while self._slots:
            self._wake()
            await self.evict("")
            await asyncio.gather(*self._watchers)
            if self._slots:  # a process is being started at this moment
                await self._changed()
        self._wake()

    async def _reserve(self, key: str) -> _Slot:
        turn = _Turn(key)
        self._turns.add(turn)
        try:
            while self._isolation is not None and not turn.evicted:
                slot = self._idle_of(key) or self._new(key)
                if slot is not None:
                    slot.busy, slot.last_use = True, next(self._uses)
                    return slot
                await self._make_room()
        finally:
            self._turns.discard(turn)
        if turn.evicted and self._isolation is not None:
            raise WorkerDied("evicted")
        raise PoolClosed

    def _idle_of(self, key: str) -> _Slot | None:
        return next((slot for slot in self._slots if slot.key == key and slot.idle), None)

    def _new(self, key: str) -> _Slot | None:
        if len(self._slots) >= self._size:
            return None
        slot = _Slot(key)
        self._slots.add(slot)
        return slot

    async def _make_room(self) -> None:
        idle = [slot for slot in self._slots if slot.idle]
        if idle:
            await self._close(min(idle, key=lambda slot: slot.last_use))
        else:
            await self._changed()

    async def _fill(self, slot: _Slot, spec: WorkerSpec, observer: CallObserver) -> Worker:
        if self._isolation is None:
            raise PoolClosed
        worker = await Worker.start(
            self._isolation,
            spec.artifact,
            self._limits,
            grants=spec.grants,
            doorkeeper=self._doorkeeper,
        )
        slot.worker = worker
        slot.life = Life(self._life, self._limits.memory_bytes)
        watcher = asyncio.create_task(self._forget_when_ended(slot, worker))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)
        if slot.evicted:
            worker.kill("evicted", "")
        await load_plugin(worker, spec, self._limits, observer)
        slot.ready = True
        return worker

    def _release(self, slot: _Slot, *, spent: bool) -> None:
        slot.busy = False
        if slot.worker is None:
            self._slots.discard(slot)
        elif not slot.ready:
            slot.worker.kill("start", "its plugin did not load")
        elif spent:
            slot.evicted = True
            slot.worker.kill("spent", "")
        self._wake()

    async def _retire_idle(self) -> None:
        while True:
            await asyncio.sleep(min(self._life.idle_seconds / 4, _LOOK_SECONDS))
            for slot in [each for each in self._slots if each.idle]:
                if slot.life is not None and slot.life.idle_too_long:
                    await self._close(slot)

    async def _close(self, slot: _Slot) -> None:
        slot.evicted = True
        if slot.worker is not None:
            await slot.worker.close()
            self._slots.discard(slot)

    async def _forget_when_ended(self, slot: _Slot, worker: Worker) -> None:
        await worker.ended()
        self._slots.discard(slot)
        self._wake()

    async def _changed(self) -> None:
        """Wait until a worker may have become idle, or may have gone."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        finally:
            self._waiting.remove(turn)

    def _wake(self) -> None:
        """Let all that wait look again, in the order they came."""
        for turn in self._waiting:
            if not turn.done():
                turn.set_result(None)


def _spent(slot: _Slot) -> bool:
    return slot.life is not None and slot.life.spent
