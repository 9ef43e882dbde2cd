"""Asking for executions, waiting for them, cancelling them."""

import asyncio
from contextlib import AsyncExitStack

from app.auth.caller import Caller
from app.catalog.capability import Capability, CapabilityKind
from app.catalog.repository import VersionRepository
from app.catalog.route import is_for_route
from app.database import Database, Duplicate, Session
from app.errors import CapabilityNotFound, InvalidState, NotFound, VersionRevoked
from app.execution.cached_answer import CachedAnswers
from app.execution.execution import Execution, ExecutionState
from app.execution.provider_cache import cache_key, is_kept
from app.execution.provider_result import ProviderResult
from app.execution.quota import Quota
from app.execution.repository import ExecutionRepository
from app.execution.request import ExecutionRequest
from app.execution.sanitise import sanitise
from app.execution.settled import settled
from app.jobs.repository import DONE, WAITING
from app.journal.entry import Entry
from app.journal.journal import Journal
from app.ontology.event_type import EventType
from app.ontology.repositories import EventRepository, GroupRepository, ThingRepository
from app.packed import pack
from app.plugins.access import instance_for, require_agent
from app.plugins.configuration import missing_settings
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.record import now
from app.secrets.vault import Vault
from app.settings import Settings
from sandbox.grants.secret import Secret
from sandbox.scrub.scrubber import Scrubber


class ExecutionService:
    """The caller's side of executions."""

    def __init__(
        self,
        database: Database,
        journal: Journal,
        settings: Settings,
        vault: Vault,
        queued: asyncio.Event,
    ) -> None:
        self._database = database
        self._vault = vault
        self._journal = journal
        self._settings = settings
        self._queued = queued
        self._executions = ExecutionRepository(database)
        self._instances = InstanceRepository(database)
        self._versions = VersionRepository(database)
        self._groups = GroupRepository(database)
        self._things = ThingRepository(database)
        self._events = EventRepository(database)
        self._cached = CachedAnswers(database, journal)
        self.quota = Quota(database, settings)

    async def execute(self, caller: Caller, request: ExecutionRequest) -> Execution:
        """Queue a call; the same idempotency key again returns the first one.

        Raises:
            NotFound, NotAllowed: the instance is not the caller's to execute, or the agent
                is none of its group.
            InvalidInput: see ``ExecutionRequest.check``.
            InvalidState: the instance is not active, or not for that agent.
            SecretUnreadable: a secret of the instance cannot be decrypted.
            VersionRevoked: the platform owner withdrew the version.
            CapabilityNotFound: the plugin has nothing of that kind and name.
            RateLimited, QuotaExceeded: see ``Quota.take``; what is refused does not count.
        """
        instance = await instance_for(caller, request.instance, self._instances)
        request.check(self._settings)
        group = str(instance.group)
        if request.idempotency_key and (earlier := await self._earlier(group, request)):
            return earlier
        try:
            return await self._count_and_queue(caller, instance, request)
        except Duplicate:
            if earlier := await self._earlier(group, request):
                return earlier
            raise

    async def ended(self, execution: Execution) -> Execution:
        """The execution once it has ended; whoever runs it bounds the time."""
        async for _entry in self._journal.follow(execution.id):
            pass
        return await self._executions.get(execution.id) or execution

    async def cancel(self, caller: Caller, identifier: str) -> Execution:
        """End a waiting execution at once, or tell whoever runs it to stop.

        Raises:
            NotFound, NotAllowed: not the caller's to cancel.
            InvalidState: it has ended already.
        """
        execution = await self._visible(caller, identifier)
        for _ in range(2):  # it may start between the two attempts
            if cancelled := await self._cancel_waiting(caller, execution):
                return cancelled
            running = {"_id": execution.id, "state": ExecutionState.RUNNING.value}
            if stopping := await self._executions.update(
                running, {"$set": {"cancel_requested": True, "updated_at": now()}}
            ):
                return stopping
        raise InvalidState(
            "The execution has ended already.", "Only what is QUEUED or RUNNING can be cancelled."
        )

    async def _visible(self, caller: Caller, identifier: str) -> Execution:
        execution = await self._executions.get(identifier)
        return caller.require_for("execution", identifier, execution)

    async def _earlier(self, group: str, request: ExecutionRequest) -> Execution | None:
        return await self._executions.by_key(group, request.idempotency_key or "")

    async def _count_and_queue(
        self, caller: Caller, instance: PluginInstance, request: ExecutionRequest
    ) -> Execution:
        if known := await self._known(instance, request):
            await self._check_callable(instance, request)
            execution = await self._new(caller, instance, request)
            return await self._cached.give(execution, known)
        async with AsyncExitStack() as refund:
            await settled(
                self._check_callable(instance, request), self._take_quota(instance, refund)
            )
            execution = await self._queue(caller, instance, request)
            refund.pop_all()
            return execution

    async def _known(
        self, instance: PluginInstance, request: ExecutionRequest
    ) -> ProviderResult | None:
        """What a provider said to the same before, if that is kept and wanted."""
        if request.fresh or not is_kept(instance, request):
            return None
        return await self._cached.find(instance.id, cache_key(instance, request))

    async def _take_quota(self, instance: PluginInstance, refund: AsyncExitStack) -> None:
        group = await self._groups.get(str(instance.group))
        if group is None:
            raise NotFound.of("group", str(instance.group))
        await self.quota.take(group, instance.id, refund)

    async def _check_callable(self, instance: PluginInstance, request: ExecutionRequest) -> None:
        properties = instance.properties
        if request.agent is not None:
            await require_agent(request.agent, instance.group, self._things)
        version = await self._versions.brief(properties.plugin, properties.version)
        if version is not None and version.revoked:
            raise VersionRevoked.of(version.name, version.version, version.revoked)
        if properties.state is not InstanceState.ACTIVE:
            missing = missing_settings(
                properties.settings, version.settings if version else [], properties.secret_keys
            )
            more = f" or give its settings: {', '.join(missing)}" if missing else ""
            raise InvalidState(
                f"The instance is {properties.state}, and only an ACTIVE one executes.",
                f"Activate it with activatePlugin{more}.",
            )
        if not properties.whole_group and request.agent not in properties.agents:
            raise InvalidState(
                "The instance is active for some agents only.", "Pass one of them as `agent`."
            )
        if version is None or request.capability not in version.further_kinds:
            _check_capability(version.capabilities if version else [], request)

    async def _queue(
        self, caller: Caller, instance: PluginInstance, request: ExecutionRequest
    ) -> Execution:
        execution = await self._new(caller, instance, request)
        # The entry comes first: it means nothing by itself, and whoever claims writes the next.
        await self._journal.write(execution.id, 0, {"state": ExecutionState.QUEUED.value})
        await self._executions.insert(execution)
        self._queued.set()
        return execution

    async def _new(
        self, caller: Caller, instance: PluginInstance, request: ExecutionRequest
    ) -> Execution:
        scrubber = Scrubber(await self._secrets(instance))
        return _execution(caller, instance, request, self._settings, scrubber)

    async def _secrets(self, instance: PluginInstance) -> tuple[Secret, ...]:
        """Every secret of an instance, to keep them out of what is stored of a call."""
        if not instance.properties.secret_keys:
            return ()
        return await self._vault.open(str(instance.group), instance.id)

    async def _cancel_waiting(self, caller: Caller, execution: Execution) -> Execution | None:
        ended = {
            "state": ExecutionState.CANCELLED.value,
            "queue": DONE,
            "finished_at": now(),
            "input": None,
        }

        async def write(session: Session) -> tuple[Execution, Entry] | None:
            waiting = {"_id": execution.id, "queue": WAITING}
            cancelled = await self._executions.update(waiting, {"$set": ended}, session)
            if cancelled is None:
                return None
            await self._events.record(
                session,
                EventType.EXECUTION_CANCELLED,
                target=execution.id,
                group=execution.group,
                actor=caller.person.id,
            )
            data = {"state": ExecutionState.CANCELLED.value}
            entry = await self._journal.write(execution.id, 1, data, final=True, session=session)
            return cancelled, entry

        written = await self._database.transact(write)
        if written is None:
            return None
        self._journal.announce(written[1])
        return written[0]


def _check_capability(capabilities: list[Capability], request: ExecutionRequest) -> None:
    of_kind = [item for item in capabilities if item.kind is request.capability]
    named = [item for item in of_kind if _is_named(item, request)]
    if not named:
        names = ", ".join(item.name for item in of_kind) or "none"
        raise CapabilityNotFound(
            f"The plugin has no {request.capability.lower()} {request.name!r}.",
            f"It has: {names}.",
        )
    if request.capability is CapabilityKind.SERVICE:
        _check_method(named[0].methods, request)


def _check_method(methods: list[str], request: ExecutionRequest) -> None:
    """What a service holds is known to its worker alone: it may depend on its settings."""
    if request.method not in methods and "." not in (request.method or ""):
        raise CapabilityNotFound(
            f"The service {request.name!r} has no method {request.method!r}.",
            f"It has: {', '.join(methods) or 'none'}.",
        )


def _is_named(capability: Capability, request: ExecutionRequest) -> bool:
    if request.capability is CapabilityKind.ROUTE:
        return is_for_route(capability.name, request.method, request.name)
    return request.name == capability.name


def _execution(
    caller: Caller,
    instance: PluginInstance,
    request: ExecutionRequest,
    settings: Settings,
    scrubber: Scrubber,
) -> Execution:
    return Execution(
        group=str(instance.group),
        instance=instance.id,
        plugin=instance.properties.plugin,
        agent=request.agent,
        requested_by=caller.person.id,
        idempotency_key=request.idempotency_key,
        capability=request.capability,
        name=request.name,
        method=request.method,
        params=pack(sanitise(scrubber.json(request.params or {}))),
        args=None if request.args is None else pack(sanitise(scrubber.json(request.args))),
        input=pack({"params": request.params, "args": request.args, "text": request.text}),
        timeout_ms=request.timeout_ms or settings.execution_timeout_ms,
        priority=request.priority,
        cache_key=cache_key(instance, request) if is_kept(instance, request) else None,
        cache_seconds=instance.properties.cache_seconds,
    )
