"""JSON of strangers survives storage whatever it is."""

import pytest

from app.database import Database
from app.journal.entry import Entry
from app.packed import pack, unpack


def nested(levels: int) -> object:
    value: object = "bottom"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"$where": "1", "a.b": {"\0": 1}, "": {"$ref": "x"}},
        2**63 + 5,
        nested(200),
        [1.5, "ünï\0", True, None],
    ],
)
async def test_it_comes_back_as_it_was(database: Database, value: object) -> None:
    collection = database.collection(Entry)
    await collection.replace_one({"_id": "packed"}, {"value": pack(value)}, upsert=True)
    row = await collection.find_one({"_id": "packed"})
    assert row
    assert unpack(row["value"]) == value
    await collection.delete_one({"_id": "packed"})


def test_nothing_stays_nothing() -> None:
    assert unpack(None) is None


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        pack({"a": object()})
