"""Indexes: those of optional keys, and bringing stored ones up to date."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.asynchronous.collection import AsyncCollection

_TEXT = {"$gt": ""}  # the planner sees that an equality implies it; of $type it does not
_OPTIONS = ("unique", "partialFilterExpression", "expireAfterSeconds", "sparse")


def unique_if_set(*fields: str) -> IndexModel:
    """An index in which a text stands once; documents whose last field is null are left out."""
    return IndexModel(
        [(field, 1) for field in fields],
        unique=True,
        partialFilterExpression={fields[-1]: _TEXT},
    )


async def drop_changed(
    collection: AsyncCollection[dict[str, Any]], wanted: Sequence[IndexModel]
) -> None:
    """Remove stored indexes of the same name and other options, so that they can be made anew."""
    stored: Mapping[str, Mapping[str, Any]] = await collection.index_information()
    for index in wanted:
        name = index.document["name"]
        if name in stored and _options(stored[name]) != _options(index.document):
            await collection.drop_index(name)


def _options(index: Mapping[str, Any]) -> list[Any]:
    return [index.get(option) for option in _OPTIONS]
