"""Models that a plugin of the group offers, in workers of its own."""

from collections.abc import Callable
from dataclasses import replace

from app.database import Database, Session
from app.execution.preparation import NotPrepared, Preparation
from app.execution.traces import TraceRecorder
from app.host.errand import Beginning, Errand
from app.models.observer import ModelObserver
from app.models.source import OnPiece
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from sandbox.errors import SandboxError
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, Json, WorkerSpec
from sandbox.worker.host import Host, HostCallFailed

ANSWER_SECONDS = 120.0
HostOf = Callable[[Errand], Host]


class InstanceModels:
    """Calls models in a pool beside that of the executions that wait for them.

    Args:
        host_of: makes the host of a model's worker; it must offer no models.
    """

    def __init__(
        self, database: Database, preparation: Preparation, pool: WorkerPool, host_of: HostOf
    ) -> None:
        self._database = database
        self._preparation = preparation
        self._pool = pool
        self._host_of = host_of
        self._instances = InstanceRepository(database)
        self._traces = TraceRecorder(database)

    async def use(
        self, instance: str, errand: Errand, model: str, params: Json, on_piece: OnPiece
    ) -> Json:
        """Have a model of an instance answer, in the name of the agent that asks.

        Raises:
            HostCallFailed: the instance is not active, has no such model, or it failed.
        """
        found = await self._instances.get(instance)
        if found is None or found.properties.state is not InstanceState.ACTIVE:
            text = f"The group's model plugin {instance} is not active; activate or change it"
            raise HostCallFailed("MODEL_UNAVAILABLE", text)
        own = Beginning(errand.id, errand.group, instance, errand.agent, errand.requested_by)
        try:
            prepared = await self._preparation.of_instance(found, errand.agent)
        except NotPrepared as refused:
            raise HostCallFailed("MODEL_UNAVAILABLE", refused.outcome.message) from None
        observer = ModelObserver(on_piece)
        try:
            return await self._call(
                prepared.key, prepared.spec, own, _call(model, params), observer
            )
        finally:
            await self._tell(own, observer, prepared.local_secrets)

    async def _call(
        self, key: str, spec: WorkerSpec, errand: Errand, call: Call, observer: ModelObserver
    ) -> Json:
        host = self._host_of(errand)
        try:
            answer = await self._pool.call(
                key,
                replace(spec, host=host),
                call,
                timeout_seconds=ANSWER_SECONDS,
                observer=observer,
                host=host,
                account=errand.group,
            )
        except SandboxError as error:
            raise HostCallFailed(error.code, f"Model {call.name}: {error.message}") from None
        return answer.result

    async def _tell(self, errand: Errand, observer: ModelObserver, secrets: list[str]) -> None:
        async def write(session: Session) -> None:
            await self._traces.record(errand, observer.traces(secrets), session)

        await self._database.transact(write)


def _call(model: str, params: Json) -> Call:
    given = params if isinstance(params, dict) else {"prompt": params}
    return Call(kind=CallKind.MODEL, name=model, params=given)
