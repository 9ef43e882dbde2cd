"""Access to passages in MongoDB, which also answers search by keywords."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateMany, UpdateOne

from app.database import Row
from app.identifiers import Kind
from app.knowledge.hit import Hit
from app.knowledge.passages import Passage, PassageField
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import CHUNK
from app.record import now
from app.repository import Repository

REMNANT = "vector_only"  # a passage that is no more, until its vector is deleted
CATALOGUE = None  # the group of what everybody may find
SYNTAX = str.maketrans('-"', "  ")  # MongoDB would read an exclusion or a phrase
NOT_EMBEDDED = {"$unset": {"metadata.embedded": 1}}


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it is kept; ``source`` is what it tells about."""

    knowledge_id: str
    source: str
    field: str
    text: str
    group: str | None
    labels: Sequence[str]


class PassageRepository(Repository[Knowledge]):
    """Passages: knowledge of type ``chunk``, each with an id that follows from its content.

    So a passage that did not change keeps its id, whoever writes it again.
    """

    document = Knowledge

    async def replace(
        self, passages: Mapping[str, Sequence[Passage]], as_of: Mapping[str, datetime]
    ) -> None:
        """Make these all that is known of their sources; one write for all of them.

        ``as_of`` says for each source which state of it the passages describe.
        """
        writes: list[UpdateOne | UpdateMany] = []
        for source, found in passages.items():
            by_id = {_identify(source, passage): passage for passage in found}
            writes.append(_retire(source, list(by_id)))
            writes += [
                _upsert(identifier, source, passage, as_of[source])
                for identifier, passage in by_id.items()
            ]
        if writes:
            await self.collection.bulk_write(writes, ordered=False)

    async def find_words(self, words: str, sources: Collection[str], limit: int) -> list[Hit]:
        """The catalogue's passages with any of these words, best first; scores have no bound."""
        query = {
            "group": CATALOGUE,
            "type": CHUNK,
            "source": {"$in": list(sources)},
            "$text": {"$search": words.translate(SYNTAX)},
        }
        score = {"score": {"$meta": "textScore"}}
        cursor = self.collection.find(query, {"source": 1, "metadata.field": 1} | score)
        rows = cursor.sort(list(score.items())).limit(limit)
        return [
            Hit(row["_id"], row["source"], row["metadata"]["field"], row["score"])
            async for row in rows
        ]

    async def sources_named(self, name: str) -> set[str]:
        """What is called exactly that, in whatever case."""
        query = {"group": CATALOGUE, "type": CHUNK, "metadata.names": name.casefold()}
        return {row["source"] async for row in self.collection.find(query, {"source": 1})}

    async def texts(self, identifiers: Iterable[str]) -> dict[str, str]:
        """The texts of passages by id; those that are no more are left out."""
        query = {"_id": {"$in": list(identifiers)}, "type": CHUNK}
        return {row["_id"]: row["text"] async for row in self.collection.find(query, {"text": 1})}

    async def without_vector(self, model: str, limit: int) -> list[StoredPassage]:
        """Passages that wait for their vector of this model, newest first."""
        never, other = None, {"$nin": [None, model]}
        return await self._embedded_by(never, limit) or await self._embedded_by(other, limit)

    async def waits(self, source: str, model: str) -> bool:
        """Whether any passage of a source waits for its vector."""
        lacking = {"metadata.embedded": {"$ne": model}}
        query = {"source": source, "group": CATALOGUE, "type": CHUNK, **lacking}
        return await self.collection.find_one(query, {"_id": 1}) is not None

    async def mark_embedded(self, passages: Sequence[StoredPassage], model: str) -> None:
        """The vectors of these passages are stored; one that got other labels waits again."""
        done = {"$set": {"metadata.embedded": model}}
        writes = [UpdateOne(_same(passage), done) for passage in passages]
        await self.collection.bulk_write(writes, ordered=False)

    async def forget_vectors(self) -> None:
        """Vectors were lost: every passage waits again."""
        await self.collection.update_many({"type": CHUNK}, NOT_EMBEDDED)

    async def count_embedded(self, model: str) -> int:
        """How many passages have their vector of this model."""
        return await self.count({"type": CHUNK, "metadata.embedded": model})

    async def count_public(self) -> int:
        """How many passages the catalogue has."""
        return await self.count({"group": CATALOGUE, "type": CHUNK})

    async def count_waiting(self, model: str) -> int:
        """How many passages of the catalogue wait for their vector of this model."""
        query = {"type": CHUNK, "metadata.embedded": {"$ne": model}, "group": CATALOGUE}
        return await self.count(query)

    async def remnants(self, limit: int) -> dict[str | None, list[str]]:
        """By group, ids of passages that are no more, whose vectors may still be there."""
        found: dict[str | None, list[str]] = defaultdict(list)
        async for row in self.collection.find({"type": REMNANT}, {"group": 1}).limit(limit):
            found[row["group"]].append(row["_id"])
        return found

    async def drop_remnants(self, identifiers: Sequence[str]) -> None:
        """Their vectors are gone; those that came back meanwhile stay."""
        await self.collection.delete_many({"_id": {"$in": list(identifiers)}, "type": REMNANT})

    async def described(self) -> dict[str, datetime]:
        """For each source, which state of it the passages describe."""
        query = {
            "group": CATALOGUE,
            "type": CHUNK,
            "labels": PassageField.DESCRIPTION,
            "metadata.ordinal": 0,
        }
        rows = self.collection.find(query, {"source": 1, "metadata.as_of": 1})
        return {row["source"]: row["metadata"]["as_of"] async for row in rows}

    async def _embedded_by(self, model: Any, limit: int) -> list[StoredPassage]:  # noqa: ANN401 - a condition
        query = {"type": CHUNK, "metadata.embedded": model}
        fields = ("source", "text", "group", "labels", "metadata.field")
        rows = self.collection.find(query, fields).sort([("created_at", -1)]).limit(limit)
        return [_stored(row) async for row in rows]


def _same(passage: StoredPassage) -> Row:
    return {"_id": passage.knowledge_id, "type": CHUNK, "labels": passage.labels}


def _identify(source: str, passage: Passage) -> str:
    content = "\0".join((source, passage.field, passage.text))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    return f"{Kind.KNOWLEDGE}_{digest[:24]}"


def _retire(source: str, kept: Sequence[str]) -> UpdateMany:
    gone = {"source": source, "group": CATALOGUE, "type": CHUNK, "_id": {"$nin": kept}}
    return UpdateMany(gone, retirement())


def retirement() -> Row:
    """The change that ends passages and has their vectors removed."""
    change = {"type": REMNANT, "text": None, "updated_at": now()}
    return {"$set": change, **NOT_EMBEDDED}


def _upsert(identifier: str, source: str, passage: Passage, as_of: datetime) -> UpdateOne:
    metadata: dict[str, Any] = {"field": passage.field.value, "ordinal": passage.ordinal}
    if passage.heading:
        names = list(passage.names)
        metadata |= {"heading": passage.heading, "names": names, "as_of": as_of}
    content = {"type": CHUNK, "text": passage.text, "labels": [passage.field.value]}
    content |= {f"metadata.{key}": value for key, value in metadata.items()}
    moment = now()
    first = {"source": source, "group": CATALOGUE, "created_at": moment, "updated_at": moment}
    return UpdateOne({"_id": identifier}, {"$set": content, "$setOnInsert": first}, upsert=True)


def _stored(row: Row) -> StoredPassage:
    field, labels = row["metadata"]["field"], row["labels"]
    return StoredPassage(row["_id"], row["source"], field, row["text"], row["group"], labels)
