"""One worker: an isolated process that answers one request at a time."""

import asyncio
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from sandbox.boundary.isolation import WORKER, Isolation
from sandbox.boundary.process import IsolatedProcess
from sandbox.boundary.spawn import spawn
from sandbox.browser.offer import NO_BROWSER, BrowserOffer, offer_browser
from sandbox.egress.door import Door, Doorkeeper
from sandbox.egress.placeholder import make_placeholder
from sandbox.errors import CallFailed, CallTimedOut, GatewayFailed, WorkerDied
from sandbox.grants.grants import NOTHING, Grants
from sandbox.limits import Limits
from sandbox.scrub.scrubber import Scrubber
from sandbox.worker.asks import Asks
from sandbox.worker.call import CallResult, Json
from sandbox.worker.channel import Channel, Message
from sandbox.worker.execution import Execution
from sandbox.worker.framing import MessageTooLong
from sandbox.worker.host import Host
from sandbox.worker.observer import CallObserver
from sandbox.worker.output import OutputPipe, Stream
from sandbox.worker.scrubbed import ScrubbedObserver, scrubbed_failure, scrubbed_result
from sandbox.worker.standing import Standing
from sandbox.worker.way_out import WayOut

_DRAIN_SECONDS = 0.05
_SEAL_SECONDS = 0.02
_HEAP_EXHAUSTED = "out of memory"
_SIGNAL_BASE = 128


class Worker:
    """An isolated process around one artefact.

    After each answer what comes late is dropped for 50 ms; then the process is stopped until
    the next request, unless it is to ``stay``. It is killed when a request times out or is
    cancelled, and when it breaks a rule of its channel.
    """

    def __init__(
        self,
        process: IsolatedProcess,
        limits: Limits,
        *,
        grants: Grants = NOTHING,
        way_out: WayOut | None = None,
        door: Door | None = None,
        browser: BrowserOffer = NO_BROWSER,
    ) -> None:
        self.grants = grants
        self._browser = browser
        self._way_out = way_out or WayOut()
        self._door = door
        self._scrubber = Scrubber(grants.secrets)
        self._process = process
        self._limits = limits
        self._channel = Channel(limits.message_bytes, self)
        self._pipes = [
            OutputPipe(process.stdout, lambda *line: self._on_line("stdout", *line)),
            OutputPipe(process.stderr, lambda *line: self._on_line("stderr", *line)),
        ]
        self._execution: Execution | None = None
        self._standing: Standing | None = None
        self._death: tuple[str, str] | None = None
        self._heap_exhausted = False
        self._stopped = False
        self._timer: asyncio.TimerHandle | None = None
        self._reaper = asyncio.create_task(self._reap())

    @classmethod
    async def start(
        cls,
        isolation: Isolation,
        artifact: Path,
        limits: Limits,
        *,
        grants: Grants = NOTHING,
        doorkeeper: Doorkeeper | None = None,
        program: str = WORKER,
    ) -> "Worker":
        """Start the process; it has not looked at its artefact yet.

        Args:
            isolation: where its parts are.
            artifact: the folder that it runs.
            limits: what it may use.
            grants: what it may do beyond computing.
            doorkeeper: opens its way to the network, if it was granted one.
            program: what it runs on the artefact.

        Raises:
            ArtifactMissing: the folder holds no package.
            IsolationUnavailable: this machine cannot isolate it.
            GatewayFailed: its way to the network cannot be opened.
        """
        way_out = WayOut()
        # The weaker isolation never has a way to the network.
        opens = doorkeeper if limits.user_namespace else None
        async with AsyncExitStack() as undo:
            door = await way_out.open(opens, grants)
            if door is not None:
                undo.push_async_callback(door.close)
            browser = await offer_browser(isolation, limits, grants, door)
            undo.push_async_callback(browser.close)
            process = await spawn(isolation, artifact, limits, door, program, browser.socket)
            undo.pop_all()
        worker = cls(process, limits, grants=grants, way_out=way_out, door=door, browser=browser)
        try:
            loop = asyncio.get_running_loop()
            await loop.create_unix_connection(lambda: worker._channel, sock=process.channel)
        except BaseException:
            await worker.close()
            raise
        return worker

    def stay(self, observer: CallObserver, host: Host | None) -> None:
        """Never stop this worker from now on: between calls it may log, ask and be refused.

        Once its plugin is loaded. What a call's observer does not hear, this one does.
        """
        heard = ScrubbedObserver(observer, self._scrubber) if self._scrubber else observer
        self._standing = Standing(self._limits, self.grants, host, heard, self._channel.answer)
        self._way_out.observer = heard
        self._channel.resident = True
        self._cancel_timer()
        self._channel.sealed = False
        self._resume()

    @property
    def alive(self) -> bool:
        """Whether the worker can take a request."""
        return self._death is None and not self._reaper.done()

    def settings_with(self, settings: Mapping[str, Json]) -> dict[str, Json]:
        """Add the secrets to settings, as the worker gets them.

        What is bound to hosts is a placeholder, also where there is no way to these.
        """
        shown = dict(self._door.placeholders) if self._door else {}
        for secret in self.grants.secrets:
            if not secret.hosts:
                shown[secret.key] = secret.value
            elif secret.key not in shown:
                shown[secret.key] = make_placeholder(secret.key, secret.value)
        return {**settings, **shown}

    @property
    def browser_problem(self) -> str | None:
        """Why it has no browser; None: it has one."""
        return self._browser.problem

    @property
    def cause(self) -> str | None:
        """Why it died, in a few words; None while it lives."""
        return None if self._death is None else ": ".join(filter(None, self._death))

    @property
    def pid(self) -> int:
        """The process, in the host's numbering."""
        return self._process.pid

    @property
    def peak_memory_bytes(self) -> int:
        """The most memory since its last request began; 0 where it has ended."""
        try:
            return self._process.group.peak_memory_bytes()
        except OSError:
            return 0

    async def request(
        self,
        kind: str,
        body: Mapping[str, object],
        *,
        timeout_seconds: float,
        observer: CallObserver,
        host: Host | None = None,
    ) -> CallResult:
        """Send a request and wait for its answer. Cancelling it kills the worker.

        Nothing that comes back holds a secret of the worker.

        Raises:
            CallFailed: the plugin, or the worker around it, answered with an error.
            CallTimedOut: it took too long; the worker was killed.
            WorkerDied: the worker ended first.
        """
        heard = ScrubbedObserver(observer, self._scrubber) if self._scrubber else observer
        self._way_out.observer = heard
        asks = Asks(host, self.grants, heard, self._channel.answer)
        ask = self._standing.take_ask if self._standing else asks.take
        execution = self._begin(kind, body, Execution(self._limits, heard, ask))
        try:
            async with asyncio.timeout(timeout_seconds):
                value = await execution.answer()
        except CallFailed as failure:
            raise scrubbed_failure(failure, self._scrubber) from None
        except TimeoutError:
            self.kill("timeout", f"after {timeout_seconds:g} seconds")
            if self._door is not None:
                await self.ended()
            raise CallTimedOut(timeout_seconds) from None
        except asyncio.CancelledError:
            self.kill("cancelled", "")
            raise
        finally:
            self._execution = None
            asks.close()
            await self.restart_meter()
            if self._standing is not None:
                self._way_out.observer = self._standing.observer
            if isinstance(heard, ScrubbedObserver):
                heard.flush()
        result = CallResult(
            value, execution.callbacks, execution.duration_ms, self.peak_memory_bytes
        )
        return scrubbed_result(result, self._scrubber) if self._scrubber else result

    def kill(self, reason: str, detail: str) -> None:
        """Kill the process; a request under way fails with this reason."""
        if self._death is None:
            self._death = (reason, detail)
            self._process.kill()

    async def close(self) -> None:
        """Kill the process and wait until nothing is left of it."""
        self.kill("evicted", "")
        await self.ended()

    async def ended(self) -> None:
        """Wait until the process has ended and nothing is left of it."""
        await asyncio.shield(self._reaper)

    def on_message(self, message: Message, size: int) -> None:
        """Take a message of the request under way."""
        execution = self._execution
        if self._death is not None:
            return
        if execution is None:
            self._take_between(message, size)
            return
        if message["type"] in ("result", "error"):
            self._drain()
            self._stop_later()
        execution.take(message, size)
        self._check(execution)

    def on_violation(self, rule: str) -> None:
        """Kill a worker that broke a rule."""
        self.kill("protocol", rule)

    def on_closed(self) -> None:
        """Kill a worker that closed its end: nothing more can come of it."""
        self._process.kill()

    def _take_between(self, message: Message, size: int) -> None:
        if self._standing is not None:
            self._standing.take(message, size)
            self._check(self._standing)

    async def restart_meter(self) -> None:
        """Hear of every request that ended; the bytes of the next execution count from zero."""
        if self._door is not None and self.alive:
            try:
                await self._door.begin_execution()
            except GatewayFailed:
                self.kill("gateway", "its way to the network has ended")  # a new one gets a new way

    def _begin(self, kind: str, body: Mapping[str, object], execution: Execution) -> Execution:
        if not self.alive:
            raise WorkerDied(*(self._death or ("crashed", "")))
        self._cancel_timer()
        self._execution = execution
        self._process.group.restart_peak()
        self._send(kind, body)
        self._resume()
        return execution

    def _send(self, kind: str, body: Mapping[str, object]) -> None:
        try:
            self._channel.request(kind, body)
        except TypeError as error:
            self._execution = None
            raise CallFailed("VALUE_NOT_JSON", f"An argument is not JSON: {error}") from error
        except MessageTooLong as error:
            self._execution = None
            raise CallFailed("VALUE_TOO_LARGE", f"The arguments take {error}") from error

    def _on_line(self, stream: Stream, text: str, size: int) -> None:
        self._heap_exhausted = self._heap_exhausted or _HEAP_EXHAUSTED in text
        if self._execution is not None:
            self._execution.budget.add(stream, text, size)
            self._check(self._execution)
        elif self._standing is not None:
            self._standing.add_line(stream, text, size)
            self._check(self._standing)

    def _check(self, source: Execution | Standing) -> None:
        if source.flooded:
            self.kill("output", "it sent far more than its limits allow")

    def _stop_later(self) -> None:
        if self._standing is not None:
            return
        self._timer = asyncio.get_running_loop().call_later(_DRAIN_SECONDS, self._stop)

    def _resume(self) -> None:
        if self._stopped:
            self._stopped = False
            self._browser.resume()
            self._process.resume()

    def _stop(self) -> None:
        self._stopped = True
        self._process.stop()
        self._browser.stop()
        self._timer = asyncio.get_running_loop().call_later(_SEAL_SECONDS, self._seal)

    def _seal(self) -> None:
        """By now all that was under way when the process was stopped has been read."""
        self._channel.sealed = True

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _drain(self) -> None:
        for pipe in self._pipes:
            pipe.drain()

    async def _reap(self) -> None:
        status = await self._process.wait()
        self._cancel_timer()
        self._drain()
        for pipe in self._pipes:
            pipe.close()
        self._channel.close()
        exceeded = self._process.group.exceeded() or ("memory" if self._heap_exhausted else None)
        await self._process.remove_group()
        await self._browser.close()
        if self._door is not None:
            await self._door.close()
        self._death = self._death or cause_of_death(status, exceeded)
        if self._standing is not None:
            self._standing.close()
        if self._execution is not None:
            self._execution.fail(WorkerDied(*self._death))


def cause_of_death(status: int, exceeded: str | None) -> tuple[str, str]:
    """Say why a process ended that the host did not kill: a reason and a detail."""
    if exceeded is not None:
        return exceeded, "it went over its limit"
    by_signal = status - _SIGNAL_BASE
    if by_signal == signal.SIGXCPU:
        return "cpu", "it went over its processor time"
    if by_signal == signal.SIGSYS:
        return "forbidden", "it made a system call that only an escape makes"
    return "crashed", f"exit status {status}"
