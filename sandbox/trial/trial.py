"""Trying a plugin: read, loaded and called in the full isolation."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.analysis.analyser import analyse
from sandbox.egress.gateway import Gateway
from sandbox.egress.resolver import Endpoint
from sandbox.errors import CallTimedOut, SandboxError, WorkerDied
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.install.file_system import remove_tree
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.trial.dependencies import install_dependencies, lacks_dependencies
from sandbox.trial.memory_host import MemoryHost
from sandbox.trial.plan import TrialPlan
from sandbox.trial.report import CallReport, TrialReport
from sandbox.trial.source import take_in
from sandbox.trial.target import calls_of
from sandbox.worker.call import Call, WorkerSpec
from sandbox.worker.probe import ProbeReport, probe

_REQUESTS_PER_MINUTE = 60
_LIMITS_BY_CODE = {"VALUE_TOO_LARGE": "value"}
Say = Callable[[str], None]

_OF_THE_GRAPH = {Permission.MEMORY_READ, Permission.MEMORY_WRITE}
"""Without a graph the worker keeps its agent's database itself."""


class Trial:
    """Tries one plugin.

    Args:
        limits: of its worker.
        mapped: the operator's own addresses of hosts.
        authorities: further certificate authorities for hosts, as PEM.
        say: is told of each step.
        cache: npm's, for what the plugin depends on and does not bring along.
    """

    def __init__(
        self,
        limits: Limits,
        mapped: Mapping[str, Endpoint],
        authorities: str | None,
        say: Say,
        cache: Path,
    ) -> None:
        self._limits = limits
        self._gateway = Gateway(mapped, authorities)
        self._say = say
        self._cache = cache

    async def run(self, plan: TrialPlan) -> TrialReport:
        """Try a plugin; however it behaves, there is a report.

        Raises:
            InvalidPlugin: the source is no plugin, or lacks what it depends on.
            CapabilityUnknown: it has nothing of the name that the plan calls.
            IsolationUnavailable: this machine cannot isolate it.
            GatewayFailed: the gateway does not start, or a secret cannot be bound.
        """
        async with _folder() as folder:
            content = await self._complete(plan.source, folder)
            self._say("Reading its files")
            analysis = await analyse(content, self._limits)
            self._say("Loading it")
            found = await probe(content, self._limits)
            calls = await self._call_all(plan, content, found) if found.loaded else []
        return TrialReport(analysis, found, calls)

    async def _complete(self, source: Path, folder: Path) -> Path:
        content = folder / "content"
        content.mkdir()
        await asyncio.to_thread(take_in, source, content)
        if not lacks_dependencies(content):
            return content
        return await install_dependencies(content, folder, self._cache, self._say)

    async def _call_all(
        self, plan: TrialPlan, content: Path, found: ProbeReport
    ) -> list[CallReport]:
        calls = [call for call in calls_of(plan, found.capabilities) for _ in range(plan.calls)]
        spec = WorkerSpec(content, plan.settings, "try", "Try", grants=_grants(plan))
        host, reports = MemoryHost(), []
        async with self._pool(needs_network=bool(plan.allowed_hosts)) as pool:
            for number, call in enumerate(calls, 1):
                self._say(f"Calling {_name(call)} ({number} of {len(calls)})")
                reports.append(await self._call(pool, spec, call, plan.timeout_seconds, host))
        return reports

    @asynccontextmanager
    async def _pool(self, *, needs_network: bool) -> AsyncIterator[WorkerPool]:
        gateway = self._gateway if needs_network else None
        if gateway is not None:
            await gateway.start()
        pool = WorkerPool(self._limits, size=1, doorkeeper=gateway)
        try:
            await pool.start()
            yield pool
        finally:
            await pool.close()
            if gateway is not None:
                await gateway.close()

    async def _call(
        self, pool: WorkerPool, spec: WorkerSpec, call: Call, seconds: float, host: MemoryHost
    ) -> CallReport:
        report = CallReport(name=_name(call))
        began = time.perf_counter()
        try:
            answer = await pool.call(
                "try", spec, call, timeout_seconds=seconds, observer=report, host=host
            )
        except SandboxError as error:
            report.duration_ms = (time.perf_counter() - began) * 1000
            report.error = (error.code, error.message)
            report.limits += _limits_of(error)
        else:
            report.result, report.callbacks = answer.result, answer.callbacks
            report.duration_ms = answer.duration_ms
            report.peak_memory_bytes = answer.peak_memory_bytes
        return report


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="one-graph-try-"))
    await asyncio.to_thread(folder.chmod, 0o755)  # workers read below it
    try:
        yield folder
    finally:
        await asyncio.to_thread(remove_tree, folder)


def _grants(plan: TrialPlan) -> Grants:
    network = {Permission.NETWORK_EXTERNAL} if plan.allowed_hosts else set()
    return Grants(
        account="try",
        permissions=(plan.permissions | network) - _OF_THE_GRAPH,
        allowed_hosts=plan.allowed_hosts,
        requests_per_minute=_REQUESTS_PER_MINUTE,
        secrets=plan.secrets,
    )


def _limits_of(error: SandboxError) -> list[str]:
    if isinstance(error, CallTimedOut):
        return ["time"]
    if isinstance(error, WorkerDied):
        return [error.reason]
    limit = _LIMITS_BY_CODE.get(error.code)
    return [limit] if limit else []


def _name(call: Call) -> str:
    return f"{call.name}.{call.method}" if call.method else call.name
