"""Access to what groups know: entries, and the passages that make them searchable."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.database import Row, Session
from app.knowledge.hit import Hit
from app.knowledge.passage_repository import NOT_EMBEDDED, SYNTAX, retirement
from app.knowledge.passages import Passage
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import CHUNK, ENTRY_TYPES, KnowledgeRepository
from app.record import now


@dataclass(frozen=True, slots=True)
class GroupPassage:
    """A passage of an entry."""

    entry: str
    text: str


class GroupKnowledgeRepository(KnowledgeRepository):
    """Entries of groups; an entry's passages have it as their source, and its labels."""

    async def has_room(self, group: str, most: int) -> bool:
        """Whether a group has fewer entries than ``most``."""
        query = {"group": group, "type": {"$in": list(ENTRY_TYPES)}}
        return await self.collection.count_documents(query, limit=most) < most

    async def store(self, entry: Knowledge, passages: Sequence[Passage], session: Session) -> None:
        """Keep an entry with its passages, which words find at once; one round trip."""
        await self.insert_many([entry, *(_chunk(entry, item) for item in passages)], session)

    async def relabel(
        self, entry: str, labels: Sequence[str], session: Session
    ) -> Knowledge | None:
        """Give an entry and its passages these labels; their vectors learn of it later."""
        change = {"$set": {"labels": list(labels), "updated_at": now()}}
        passages = {"source": entry, "type": CHUNK}
        await self.collection.update_many(passages, {**change, **NOT_EMBEDDED}, session=session)
        return await self.update({"_id": entry}, change, session)

    async def discard(self, entries: Sequence[str], session: Session) -> None:
        """Remove entries and their passages; the vectors of these are removed later."""
        any_of = {"$in": list(entries)}
        passages = {"source": any_of, "type": CHUNK}
        await self.collection.update_many(passages, retirement(), session=session)
        await self.collection.delete_many({"_id": any_of}, session=session)

    async def find_words(
        self, group: str, words: str, labels: Collection[str] | None, limit: int
    ) -> list[Hit]:
        """A group's passages with any of these words, best first; scores have no bound."""
        query = _passages(group, labels) | {"$text": {"$search": words.translate(SYNTAX)}}
        score = {"score": {"$meta": "textScore"}}
        cursor = self.collection.find(query, {"source": 1, "metadata.field": 1} | score)
        rows = cursor.sort(list(score.items())).limit(limit).batch_size(limit)
        return [
            Hit(row["_id"], row["source"], row["metadata"]["field"], row["score"])
            async for row in rows
        ]

    async def passages(
        self, group: str, identifiers: Sequence[str], labels: Collection[str] | None
    ) -> Mapping[str, GroupPassage]:
        """Those of these passages, by id, that are still the group's and have such a label."""
        query = _passages(group, labels) | {"_id": {"$in": list(identifiers)}}
        most = len(identifiers)  # with a batch of that size, one round trip
        rows = self.collection.find(query, {"source": 1, "text": 1}).limit(most).batch_size(most)
        return {row["_id"]: GroupPassage(row["source"], row["text"]) async for row in rows}


def _chunk(entry: Knowledge, passage: Passage) -> Knowledge:
    return Knowledge(
        type=CHUNK,
        text=passage.text,
        source=entry.id,
        group=entry.group,
        labels=entry.labels,
        metadata={"field": passage.field.value, "ordinal": passage.ordinal},
    )


def _passages(group: str, labels: Collection[str] | None) -> Row:
    query: dict[str, Any] = {"group": group, "type": CHUNK}
    return query | ({"labels": {"$in": list(labels)}} if labels is not None else {})
