"""A worker that stays up, for services and clients that live between calls."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.boundary.isolation import Isolation
from sandbox.egress.door import Doorkeeper
from sandbox.errors import ResidentNotUp, SandboxError
from sandbox.limits import Limits
from sandbox.worker.call import Call, CallResult, WorkerSpec
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver
from sandbox.worker.plugin_worker import describe_call, load_plugin
from sandbox.worker.worker import Worker

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
METERED_SECONDS = 3600.0
_STEADY_SECONDS = 600.0


class Residence(StrEnum):
    """Where a resident worker stands."""

    STARTING = "STARTING"
    UP = "UP"
    PAUSING = "PAUSING"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a resident worker does.

    Attributes:
        state: PAUSING: it died, and is started again after a while.
        restarts: how often it died.
        problem: why it died last.
    """

    state: Residence = Residence.STARTING
    restarts: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """What resident workers are started with.

    Attributes:
        isolation: where its parts are.
        limits: what each may use.
        doorkeeper: opens ways to the network.
        first_pause_seconds: before the first restart; each further one doubles it, up to five
            minutes, until a worker has stayed up for ten.
    """

    isolation: Isolation
    limits: Limits
    doorkeeper: Doorkeeper | None = None
    first_pause_seconds: float = FIRST_PAUSE_SECONDS


@dataclass(slots=True)
class ResidentWorker:
    """Keeps one plugin's worker up, and gives it calls one at a time.

    Attributes:
        on_change: hears of each new condition.
    """

    household: Household
    spec: WorkerSpec
    observer: CallObserver
    host: Host | None
    on_change: Callable[[Condition], None]
    condition: Condition = Condition()
    _worker: Worker | None = None
    _up: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Keep it up until cancelled; nothing of it is left then."""
        pause = self.household.first_pause_seconds
        while True:
            began = time.monotonic()
            problem = await self._live()
            if time.monotonic() - began >= _STEADY_SECONDS:
                pause = self.household.first_pause_seconds
            self._become(Residence.PAUSING, problem, died=True)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._become(Residence.STARTING, problem)

    async def call(
        self, call: Call, *, timeout_seconds: float, observer: CallObserver, host: Host | None
    ) -> CallResult:
        """Run a call in the worker, once those before it have ended.

        The timeout counts from when the worker is up and free. A call that takes longer, or is
        cancelled, kills the worker, which is then started again.

        Raises:
            ResidentNotUp: it is not up within that time.
            CallFailed, CallTimedOut, WorkerDied: as of every worker.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._turn.acquire()
        except TimeoutError:
            raise ResidentNotUp(self.condition.problem) from None
        try:
            worker = await self._ready(timeout_seconds)
            return await worker.request(
                "call",
                {"call": describe_call(call)},
                timeout_seconds=timeout_seconds,
                observer=observer,
                host=host,
            )
        finally:
            self._turn.release()

    async def _ready(self, timeout_seconds: float) -> Worker:
        try:
            async with asyncio.timeout(timeout_seconds):
                while True:
                    await self._up.wait()
                    if self._worker is not None and self._worker.alive:
                        return self._worker
                    self._up.clear()  # it was killed just now
        except TimeoutError:
            raise ResidentNotUp(self.condition.problem) from None

    async def _live(self) -> str:
        """One life of the worker; why it ended."""
        try:
            self._worker = worker = await self._start()
        except (SandboxError, OSError) as error:
            return str(error)
        try:
            await load_plugin(worker, self.spec, self.household.limits, self.observer)
            worker.stay(self.observer, self.host)
            self._become(Residence.UP, self.condition.problem)
            self._up.set()
            while not await _ended_within(worker, METERED_SECONDS):
                await worker.restart_meter()
            return worker.cause or "it ended"
        except SandboxError as error:
            return error.message
        finally:
            self._up.clear()
            self._worker = None
            await worker.close()

    async def _start(self) -> Worker:
        household = self.household
        return await Worker.start(
            household.isolation,
            self.spec.artifact,
            household.limits.raised(self.spec.memory_bytes),
            grants=self.spec.grants,
            doorkeeper=household.doorkeeper,
        )

    def _become(self, state: Residence, problem: str | None, *, died: bool = False) -> None:
        self.condition = Condition(state, self.condition.restarts + died, problem)
        self.on_change(self.condition)


async def _ended_within(worker: Worker, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await worker.ended()
    except TimeoutError:
        return False
    return True
