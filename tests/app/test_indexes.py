"""Indexes of optional keys, and those that an earlier version made otherwise."""

from pymongo import AsyncMongoClient, IndexModel

from app.database import Database, Row
from app.documents import DOCUMENTS
from app.indexes import drop_changed, unique_if_set
from app.ontology.thing import Thing


async def test_looking_an_optional_key_up_reads_one_document(database: Database) -> None:
    collection = database.collection(Thing)
    rows = [{"_id": f"thing_{n}", "unique_key": f"key {n}", "group": str(n)} for n in range(20)]
    await collection.insert_many([*rows, {"_id": "thing_a"}, {"_id": "thing_b"}])
    plan = await collection.find({"unique_key": "key 7"}).explain()
    assert plan["executionStats"]["totalDocsExamined"] == 1


async def test_an_index_with_other_options_is_made_anew(mongodb_uri: str) -> None:
    async with AsyncMongoClient[Row](mongodb_uri) as client:
        things = client["upgraded"]["things"]
        former = {"unique_key": {"$type": "string"}}
        await things.create_index("unique_key", unique=True, partialFilterExpression=former)
        database = Database(mongodb_uri, "upgraded")
        await database.open(DOCUMENTS)
        await database.close()
        index = (await things.index_information())["unique_key_1"]
        assert index["partialFilterExpression"] == {"unique_key": {"$gt": ""}}


async def test_an_index_that_is_as_wanted_stays(mongodb_uri: str) -> None:
    async with AsyncMongoClient[Row](mongodb_uri) as client:
        wanted = [unique_if_set("key"), IndexModel([("other", 1)])]
        collection = client["kept"]["rows"]
        await collection.create_indexes(wanted)
        before = await collection.index_information()
        await drop_changed(collection, wanted)
        assert await collection.index_information() == before
