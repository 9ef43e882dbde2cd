"""Denial of service by what a query asks for: depth, amount, pages and price."""

import pytest

from tests.people import People
from tests.serving import Json

ENDLESS = 99_999_999
CIRCLE = "{ me " + "{ memberships { person " * 8 + "{ id }" + " } }" * 8 + " }"
BOMB = "{ ...a } " + " ".join(
    f"fragment {name} on Query {{ ...{following} ...{following} }}"
    for name, following in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)
)
BOMB += " fragment p on Query { __typename groups { nodes { id } } }"
LISTS = {
    "plugins": "plugins(first: $n) { nodes { id } }",
    "things": "things(first: $n) { nodes { id } }",
    "events": "events(first: $n) { nodes { id } }",
    "groups": "groups(first: $n) { nodes { id } }",
    "knowledge": "knowledge(first: $n) { nodes { id } }",
    "members": 'group(slug: "demo") { members(first: $n) { nodes { id } } }',
    "children": 'group(slug: "demo") { children(first: $n) { nodes { id } } }',
}


async def test_depth_is_limited(people: People) -> None:
    assert await people.owner.error_code(CIRCLE) == "QUERY_TOO_DEEP"


async def test_depth_is_limited_within_fragments(people: People) -> None:
    steps = range(6)
    chain = " ".join(
        f"fragment f{step} on Person {{ memberships {{ person {{ ...f{step + 1} }} }} }}"
        for step in steps
    )
    document = f"{{ me {{ ...f0 }} }} {chain} fragment f{len(steps)} on Person {{ id }}"
    assert await people.owner.error_code(document) == "QUERY_TOO_DEEP"


async def test_fragments_that_spread_each_other_cannot_multiply(people: People) -> None:
    assert await people.owner.error_code(BOMB) in ("TOO_MANY_ROOT_FIELDS", "QUERY_TOO_COMPLEX")
    circular = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"
    assert await people.owner.error_code(circular) == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("amount", [101, ENDLESS, -1, 2**31])
async def test_amount_is_limited(people: People, name: str, amount: int) -> None:
    query = f"query ($n: Int) {{ {LISTS[name]} }}"
    assert await people.owner.error_code(query, n=amount) in (
        "INVALID_INPUT",
        "QUERY_TOO_COSTLY",
        "GRAPHQL_VALIDATION_FAILED",  # it is no Int
    )


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_without_a_wanted_amount_has_a_page_of_twenty(
    people: People, name: str
) -> None:
    whole: Json = await people.owner.answer(f"{{ {LISTS[name].replace('(first: $n)', '')} }}")
    page: Json = await people.owner.answer(f"query ($n: Int) {{ {LISTS[name]} }}", n=20)
    assert whole["data"] == page["data"]
    assert whole["extensions"]["cost"] == page["extensions"]["cost"]


async def test_ids_are_limited_like_lists(people: People) -> None:
    ids = [people.demo] * 101
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert await people.owner.error_code(query, ids=ids) == "INVALID_INPUT"


async def test_price_is_limited_whatever_the_depth(people: People) -> None:
    page = "{ nodes { versions(first: 100) { nodes { id } } } }"
    dear = f"{{ plugins(first: 100) {page} events(first: 100) {{ nodes {{ id }} }} }}"
    dearer = f"{{ {' '.join(f'a{n}: plugins(first: 100) {page}' for n in range(5))} }}"
    assert "errors" not in await people.owner.answer(dear)
    answer = await people.owner.answer(dearer)
    assert answer["errors"][0]["extensions"]["code"] == "QUERY_TOO_COSTLY"
    cost = answer["extensions"]["cost"]
    assert cost["requested"] > cost["limit"]


async def test_size_is_limited(people: People) -> None:
    assert await people.owner.error_code("#" * 100_001) == "DOCUMENT_TOO_LARGE"
    assert await people.owner.error_code("{ me {" + "id " * 5_000 + "} }") == "TOO_MANY_TOKENS"
