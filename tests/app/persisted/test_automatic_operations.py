"""Documents are registered under their hash by whoever sends both."""

from hashlib import sha256

import pytest

from app.database import Database
from app.errors import InvalidInput
from app.persisted.automatic_operations import AutomaticOperations
from app.persisted.errors import PersistedQueryMismatch, PersistedQueryNotFound
from app.persisted.repository import PersistedOperationRepository

QUERY = "{ me { id } }"
Extensions = dict[str, object]


def replica(database: Database, accepted: bool = True) -> AutomaticOperations:
    """A server's view of what all of them share."""
    repository = PersistedOperationRepository(database, per_caller=3, in_total=100)
    return AutomaticOperations(repository, lambda _document: accepted)


def reference(document: str) -> Extensions:
    digest = sha256(document.encode()).hexdigest()
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


async def test_a_query_without_a_hash_is_what_it_is(database: Database) -> None:
    assert await replica(database).document_for(QUERY, None) == QUERY
    assert await replica(database).document_for(QUERY, {"other": 1}) == QUERY


async def test_a_hash_that_nobody_registered_is_answered_as_clients_expect(
    database: Database,
) -> None:
    with pytest.raises(PersistedQueryNotFound) as caught:
        await replica(database).document_for(None, reference("{ never }"))
    assert caught.value.message == "PersistedQueryNotFound"
    assert caught.value.extensions["code"] == "PERSISTED_QUERY_NOT_FOUND"


async def test_what_one_replica_registered_every_replica_knows(database: Database) -> None:
    document = "{ shared: __typename }"
    first, second = replica(database), replica(database)
    assert await first.document_for(document, reference(document), "person_1") == document
    for server in (first, second, second):
        assert await server.document_for(None, reference(document)) == document
        assert await server.document_for("", reference(document)) == document


async def test_a_hash_in_capitals_is_the_same_hash(database: Database) -> None:
    document = "{ capitals: __typename }"
    capitals = sha256(document.encode()).hexdigest().upper()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": capitals}}
    assert await replica(database).document_for(document, extensions) == document
    assert await replica(database).document_for(None, extensions) == document


async def test_the_hash_of_another_document_is_refused_and_registers_nothing(
    database: Database,
) -> None:
    server = replica(database)
    with pytest.raises(PersistedQueryMismatch):
        await server.document_for("{ mine: __typename }", reference("{ theirs: __typename }"))
    with pytest.raises(PersistedQueryNotFound):
        await server.document_for(None, reference("{ theirs: __typename }"))


async def test_a_document_that_would_not_run_is_not_registered(database: Database) -> None:
    server = replica(database, accepted=False)
    assert await server.document_for("{ unknown }", reference("{ unknown }")) == "{ unknown }"
    with pytest.raises(PersistedQueryNotFound):
        await server.document_for(None, reference("{ unknown }"))


@pytest.mark.parametrize(
    "persisted",
    [
        [],
        "abc",
        {},
        {"version": 2, "sha256Hash": "a" * 64},
        {"version": 1},
        {"version": 1, "sha256Hash": 5},
        {"version": 1, "sha256Hash": ""},
        {"version": 1, "sha256Hash": "a" * 129},
        {"version": 1, "sha256Hash": {"$ne": ""}},
    ],
)
async def test_a_malformed_reference_is_told(database: Database, persisted: object) -> None:
    with pytest.raises(InvalidInput, match="persistedQuery"):
        await replica(database).document_for(QUERY, {"persistedQuery": persisted})


async def test_a_request_without_query_and_hash_is_told(database: Database) -> None:
    with pytest.raises(InvalidInput, match="no query"):
        await replica(database).document_for(None, {})


async def test_an_empty_query_without_a_hash_is_for_the_schema_to_refuse(
    database: Database,
) -> None:
    assert await replica(database).document_for("", {}) == ""
