"""Storing many documents in one round trip."""

from collections.abc import Sequence
from typing import TypeVar

from app.database import Session
from app.record import Record
from app.repository import Repository

Entity = TypeVar("Entity", bound=Record)


async def insert_all(
    repository: Repository[Entity], documents: Sequence[Entity], session: Session
) -> None:
    """Store new, validated documents.

    Raises:
        BulkWriteError: a unique index has one of them already.
    """
    if not documents:
        return
    rows = [document.model_dump(exclude={"revision_id"}) for document in documents]
    for row in rows:
        row["_id"] = row.pop("id")
    await repository.collection.insert_many(rows, session=session)
