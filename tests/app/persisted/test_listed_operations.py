"""With a list, nothing runs that is not on it."""

from hashlib import sha256

import pytest

from app.errors import InvalidInput
from app.persisted.errors import OperationNotAllowed
from app.persisted.listed_operations import ListedOperations

QUERY = "query Me { me { id } }"
OTHER = "query Other { me { username } }"
LISTED = ListedOperations({"me-1": QUERY, "other-1": OTHER})


def by(given: str) -> dict[str, object]:
    return {"persistedQuery": {"version": 1, "sha256Hash": given}}


@pytest.mark.parametrize("given", ["me-1", sha256(QUERY.encode()).hexdigest()])
async def test_a_listed_operation_runs_by_its_key_and_by_its_hash(given: str) -> None:
    assert await LISTED.document_for(None, by(given)) == QUERY
    assert await LISTED.document_for(QUERY, by(given)) == QUERY


async def test_a_listed_operation_runs_by_its_very_text() -> None:
    assert await LISTED.document_for(QUERY, None) == QUERY


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ("{ me { id } }", None),
        (f"{QUERY} ", None),
        ("me-1", None),
        (None, "me-2"),
        (None, sha256(b"{ me { id } }").hexdigest()),
        ("{ me { id } }", "me-1"),
        (OTHER, "me-1"),
    ],
)
async def test_anything_else_is_refused(query: str | None, given: str | None) -> None:
    with pytest.raises(OperationNotAllowed):
        await LISTED.document_for(query, by(given) if given else None)


async def test_a_request_for_nothing_is_told() -> None:
    with pytest.raises(InvalidInput):
        await LISTED.document_for(None, {})


async def test_an_empty_list_allows_nothing() -> None:
    with pytest.raises(OperationNotAllowed):
        await ListedOperations({}).document_for(QUERY, None)
