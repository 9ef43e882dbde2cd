"""Changing what a group knows: add, label, remove."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.auth.caller import Caller
from app.database import Database, Session
from app.errors import InvalidInput, NotFound
from app.identifiers import Kind
from app.knowledge.group_labels import checked_labels, relabelled
from app.knowledge.group_passages import text_passages
from app.knowledge.group_repository import GroupKnowledgeRepository
from app.knowledge.group_source import GroupSource
from app.knowledge.indexer import KnowledgeIndexer
from app.ontology.errors import LimitReached
from app.ontology.event_type import EventType
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import CHUNK, ENTRY_TYPES, EventRepository
from app.ontology.values import checked_choice, checked_object
from app.settings import Settings

DOCUMENT = "document"
MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class NewKnowledge:
    """What somebody wants their group to know, as it was sent."""

    group: str
    text: str
    type: str = DOCUMENT
    source: str | None = None
    labels: Sequence[str] = ()
    metadata: object = None


class GroupKnowledgeService:
    """Each change and its event are one transaction; vectors follow in the background."""

    def __init__(self, database: Database, settings: Settings, indexer: KnowledgeIndexer) -> None:
        self._database = database
        self._most = settings.knowledge_per_group
        self._indexer = indexer
        self._knowledge = GroupKnowledgeRepository(database)
        self._source = GroupSource(database)
        self._events = EventRepository(database)

    async def add(self, caller: Caller, given: NewKnowledge) -> Knowledge:
        """Keep a text; words find it at once, its meaning as soon as it is embedded.

        Raises:
            NotFound, NotAllowed: the group, or the source, is not the caller's.
            InvalidInput: a value is out of its range.
            LimitReached: the group has as many entries as it may have.
        """
        caller.require(given.group)
        entry = _checked(given)
        if entry.source is not None:
            await self._source.require(entry.source, given.group)
        await self._require_room(given.group)
        passages = await asyncio.to_thread(text_passages, given.text)

        async def write(session: Session) -> None:
            await self._knowledge.store(entry, passages, session)
            await self._record(session, caller, EventType.ENTITY_CREATED, entry)

        await self._database.transact(write)
        self._indexer.wake()
        return entry

    async def label(
        self, caller: Caller, identifier: str, add: Sequence[str], remove: Sequence[str]
    ) -> Knowledge:
        """Remove labels from an entry, then add some; nothing happens when that changes nothing.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidInput: a label is none, the entry would have more than 20, or it is a passage.
        """
        await self._owned(caller, identifier)
        added, removed = checked_labels(add), checked_labels(remove)

        async def write(session: Session) -> Knowledge | None:
            entry = await self._knowledge.get(identifier, session)
            labels = relabelled(entry.labels, added, removed) if entry else []
            if entry is None or labels == entry.labels:
                return entry
            metadata = {"labels": labels}
            await self._record(session, caller, EventType.ENTITY_UPDATED, entry, metadata)
            return await self._knowledge.relabel(identifier, labels, session)

        entry = await self._database.transact(write)
        if entry is None:
            raise NotFound.of("knowledge", identifier)
        self._indexer.wake()
        return entry

    async def remove(self, caller: Caller, identifier: str) -> Knowledge:
        """Forget an entry; returns what it was.

        Raises:
            NotFound, NotAllowed: not the caller's to change.
            InvalidInput: it is a passage.
        """
        await self._owned(caller, identifier)

        async def write(session: Session) -> Knowledge | None:
            entry = await self._knowledge.get(identifier, session)
            if entry:
                await self._knowledge.discard([identifier], session)
                await self._record(session, caller, EventType.ENTITY_DELETED, entry)
            return entry

        entry = await self._database.transact(write)
        if entry is None:
            raise NotFound.of("knowledge", identifier)
        self._indexer.wake()
        return entry

    async def _owned(self, caller: Caller, identifier: str) -> None:
        found = await self._knowledge.shown(identifier)
        entry = caller.require_for("knowledge", identifier, found)
        if entry.type == CHUNK:
            raise InvalidInput(
                f"{identifier} is a passage of {entry.source}.", "Change the whole instead."
            )

    async def _require_room(self, group: str) -> None:
        if not await self._knowledge.has_room(group, self._most):
            raise LimitReached(
                f"The group has {self._most} texts, which is as many as it may have.",
                "Remove some, or let the operator raise ONE_KNOWLEDGE_PER_GROUP.",
            )

    async def _record(
        self,
        session: Session,
        caller: Caller,
        type_: EventType,
        entry: Knowledge,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        await self._events.record(
            session,
            type_,
            target=entry.id,
            group=entry.group,
            actor=caller.person.id,
            metadata={"kind": Kind.KNOWLEDGE.value, "type": entry.type, **(metadata or {})},
        )


def _checked(given: NewKnowledge) -> Knowledge:
    return Knowledge(
        type=checked_choice("type", given.type, ENTRY_TYPES),
        text=_checked_text(given.text),
        source=given.source,
        group=given.group,
        labels=checked_labels(given.labels),
        metadata=checked_object("metadata", given.metadata),
    )


def _checked_text(text: str) -> str:
    if len(text) > MAX_TEXT or not text.strip():
        raise InvalidInput(f"A text of {len(text)} characters.", f"1 to {MAX_TEXT}, not all blank.")
    if any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in text):
        raise InvalidInput("The text has characters that cannot be kept.", "Send valid Unicode.")
    return text
