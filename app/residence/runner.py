"""Keeping plugins up, as jobs."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

from app.database import Database, Session
from app.execution.preparation import NotPrepared, Preparation, Prepared
from app.execution.traces import TraceRecorder, Traces
from app.host.hosts import Hosts
from app.jobs.repository import DONE, WAITING
from app.ontology.repositories import ThingRepository
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.record import now
from app.residence.observer import ResidenceObserver
from app.residence.repository import ResidenceRepository
from app.residence.residence import Residence
from app.residence.residents import Residents
from sandbox.pool.resident import Condition, Household, ResidentWorker

_LOOK_SECONDS = 1.0
_EVENT_SECONDS = 60.0
_REFUSED_PAUSE_SECONDS = 5.0


class ResidenceRunner:
    """Runs each stay until its instance is no longer to stay up, or another executor has it."""

    def __init__(
        self,
        database: Database,
        preparation: Preparation,
        residents: Residents,
        hosts: Hosts,
    ) -> None:
        self.jobs = ResidenceRepository(database)
        self.household: Household | None = None
        """Set once workers can be started; nothing is claimed before."""
        self._database = database
        self._preparation = preparation
        self._residents = residents
        self._hosts = hosts
        self._instances = InstanceRepository(database)
        self._things = ThingRepository(database)
        self._traces = TraceRecorder(database)

    async def claim(self, owner: str, lease: timedelta) -> Residence | None:
        """Take a stay that nobody keeps up."""
        if self.household is None:
            return None
        return await self.jobs.claim(owner, lease, {"state": "STARTING", "since": now()})

    def wants_stop(self, job: str) -> None:
        """Stays end with their instances."""

    async def run(self, residence: Residence) -> None:
        """Keep the instance up, anew after each change of its settings."""
        while instance := await self._instances.staying(residence.instance):
            residence.agent = instance.properties.main_agent
            try:
                prepared = await self._preparation.of_instance(instance, residence.agent)
            except NotPrepared as refused:
                await self._report(residence, "PAUSING", refused.outcome.message)
                await asyncio.sleep(_REFUSED_PAUSE_SECONDS)
                continue
            if not await self._stay(residence, instance, prepared):
                return
        await self._release(residence, {"queue": DONE, "state": "STOPPED", "since": now()})

    async def recover(self, residence: Residence) -> None:
        """Let a stay wait for whoever can keep it up."""
        change = {"queue": WAITING, "owner": None, "lease_until": None, "state": "STARTING"}
        await self._release(residence, change)

    async def _stay(
        self, residence: Residence, instance: PluginInstance, prepared: Prepared
    ) -> bool:
        """Keep it up until something changes; false: another executor has it."""
        if self.household is None:
            return False
        observer = ResidenceObserver()
        news: list[Condition] = [Condition()]
        host = self._hosts.of(residence, _EVENT_SECONDS)
        spec = self._hosts.beginning(prepared.spec, residence)
        worker = ResidentWorker(self.household, spec, observer, host, news.append)
        stay = asyncio.create_task(worker.run())
        await self._tell(residence, Traces(local_secrets=prepared.local_secrets))
        try:
            with self._residents.housing(prepared.key, worker, stay):
                return await self._watch(residence, instance, stay, observer, news)
        finally:
            stay.cancel()
            with suppress(asyncio.CancelledError):
                await stay

    async def _watch(
        self,
        residence: Residence,
        instance: PluginInstance,
        stay: "asyncio.Task[None]",
        observer: ResidenceObserver,
        news: list[Condition],
    ) -> bool:
        began = await self._version(instance, residence)
        while not stay.done():
            if not await self._look(residence, observer, news):
                return False
            await asyncio.wait([stay], timeout=_LOOK_SECONDS)
            now_ = await self._instances.staying(instance.id)
            if now_ is None or await self._version(now_, residence) != began:
                return True
        return True

    async def _version(self, instance: PluginInstance, residence: Residence) -> tuple[object, ...]:
        """What its worker was started with: its settings, and who the agent is."""
        agent = await self._things.get(residence.agent) if residence.agent else None
        return instance.properties.settings_revision, agent and agent.updated_at

    async def _look(
        self, residence: Residence, observer: ResidenceObserver, news: list[Condition]
    ) -> bool:
        change: dict[str, Any] = {}
        if news:
            last = news[-1]
            news.clear()
            change = {"state": last.state.value, "since": now(), "problem": last.problem}
            change["restarts"] = last.restarts
        if observer.changed:
            observer.changed = False
            change["lines"] = observer.lines
        if traces := observer.take_traces():
            await self._tell(residence, traces)
        return await self.jobs.report(residence, change)

    async def _tell(self, residence: Residence, traces: Traces) -> None:
        async def write(session: Session) -> None:
            await self._traces.record(residence, traces, session)

        await self._database.transact(write)

    async def _report(self, residence: Residence, state: str, problem: str) -> None:
        await self.jobs.report(residence, {"state": state, "problem": problem, "since": now()})

    async def _release(self, residence: Residence, change: dict[str, Any]) -> None:
        async def write(session: Session) -> None:
            await self.jobs.release(residence, change, session)

        await self._database.transact(write)
