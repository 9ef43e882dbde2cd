"""Answering from what a provider said before."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.catalog.capability import CapabilityKind
from app.database import Database, Session
from app.execution.execution import Execution
from app.execution.provider_result import ProviderResult
from app.execution.provider_result_repository import ProviderResultRepository
from app.execution.request import ExecutionRequest
from app.knowledge.group_passages import text_passages
from app.knowledge.group_repository import GroupKnowledgeRepository
from app.ontology.knowledge import Knowledge
from app.packed import pack
from app.plugins.instance import PluginInstance
from app.record import now
from sandbox.worker.call import CallResult

LABEL = "provider"
MAX_TEXT = 20_000


class ProviderCache:
    """Keeps answers as knowledge of the group, for as long as the instance says."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._results = ProviderResultRepository(database)
        self._knowledge = GroupKnowledgeRepository(database)

    async def keep(self, execution: Execution, result: CallResult, session: Session) -> None:
        """Keep an answer in place of the one before, in the transaction that ends the execution."""
        if not (execution.cache_key and execution.cache_seconds):
            return
        if former := await self._results.former(execution.instance, execution.cache_key, session):
            await self._forget([former], session)
        kept = _result(execution, result)
        if entry := _entry(execution, kept, result.result):
            await self._knowledge.store(entry, text_passages(entry.text or ""), session)
            kept.knowledge = entry.id
        await self._results.insert(kept, session)

    async def sweep(self) -> bool:
        """Forget some answers that hold no longer; False when there were none."""
        return await self._forget_all(await self._results.expired())

    async def forget(self, instance: str, session: Session) -> None:
        """Forget all answers of an instance."""
        await self._forget(await self._results.of_instance(instance), session)

    async def _forget_all(self, results: Sequence[ProviderResult]) -> bool:
        async def write(session: Session) -> None:
            await self._forget(results, session)

        if results:
            await self._database.transact(write)
        return bool(results)

    async def _forget(self, results: Sequence[ProviderResult], session: Session) -> None:
        entries = [each.knowledge for each in results if each.knowledge]
        await self._knowledge.discard(entries, session)
        await self._results.remove([each.id for each in results], session)


def is_kept(instance: PluginInstance, request: ExecutionRequest) -> bool:
    """Whether what a call answers is kept."""
    of_provider = request.capability is CapabilityKind.PROVIDER
    return of_provider and instance.properties.cache_seconds > 0


def cache_key(instance: PluginInstance, request: ExecutionRequest) -> str:
    """What tells one question from others: all that the answer may depend on."""
    asked = [request.name, request.text, request.params, request.agent]
    revision = instance.properties.settings_revision
    return hashlib.sha256(pack([instance.properties.version, revision, *asked])).hexdigest()


def _result(execution: Execution, result: CallResult) -> ProviderResult:
    return ProviderResult(
        group=execution.group,
        instance=execution.instance,
        key=execution.cache_key or "",
        execution=execution.id,
        result=pack(result.result),
        callbacks=pack(result.callbacks),
        expires_at=now() + timedelta(seconds=execution.cache_seconds),
    )


def _entry(execution: Execution, kept: ProviderResult, result: object) -> Knowledge | None:
    text = _text(result)
    if text is None:
        return None
    metadata: dict[str, Any] = {
        "provider": execution.name,
        "execution": execution.id,
        "expiresAt": kept.expires_at.isoformat(),
    }
    return Knowledge(
        type="document",
        text=text,
        source=execution.instance,
        group=execution.group,
        labels=[LABEL],
        metadata=metadata,
    )


def _text(result: object) -> str | None:
    text = result.get("text") if isinstance(result, dict) else result
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        return None
    return text[:MAX_TEXT]
