"""What a document may ask for, as clients meet it."""

import json

import pytest

from tests.people import People
from tests.serving import GraphQLClient, SubscriptionFailed

DEEP = "{ me " + "{ memberships { person " * 6 + "{ id }" + " } }" * 6 + " }"
HOSTILE = {
    "QUERY_TOO_DEEP": DEEP,
    "TOO_MANY_ALIASES": "{" + " ".join(f"a{index}: __typename" for index in range(31)) + "}",
    "TOO_MANY_ROOT_FIELDS": "{" + "__typename " * 21 + "}",
    "TOO_MANY_TOKENS": "{ me {" + "id " * 5_000 + "} }",
    "TOO_MANY_DIRECTIVES_PER_FIELD": "{ __typename " + "@skip(if: false)" * 6 + "}",
    "TOO_MANY_VALUES": '{ nodes(ids: ["' + '" "' * 500 + '"]) { id } }',
    "DOCUMENT_TOO_LARGE": "#" * 100_001,
    "QUERY_TOO_COMPLEX": "{ me {" + "id " * 4_000 + "} }",
    "QUERY_TOO_COSTLY": (
        "{ plugins(first: 100) { nodes { versions(first: 100) { "
        "edges { node { id } } nodes { id } } } } }"
    ),
    "GRAPHQL_PARSE_FAILED": "{",
    "GRAPHQL_VALIDATION_FAILED": "{ unknown }",
}


@pytest.mark.parametrize("code", HOSTILE)
async def test_what_is_over_a_limit_is_refused_with_its_code(people: People, code: str) -> None:
    assert await people.stranger.error_code(HOSTILE[code]) == code


@pytest.mark.parametrize(
    "text",
    [
        "{" + "... {" * 198 + "__typename" + "}" * 199,
        '{ __type(name: "Query") {' + "ofType {" * 197 + "name" + "}" * 199,
    ],
)
async def test_what_is_nested_as_deeply_as_can_be_read_is_answered(
    people: People, text: str
) -> None:
    assert await people.stranger.data(text)


async def test_a_subscription_is_refused_like_any_operation(people: People) -> None:
    aliases = " ".join(f"a{index}: done" for index in range(31))
    with pytest.raises(SubscriptionFailed) as caught:
        await people.stranger.all_updates(f"subscription {{ syncProgress {{ {aliases} }} }}")
    assert caught.value.code == "TOO_MANY_ALIASES"


async def test_the_price_is_told_with_every_answer(people: People) -> None:
    answer = await people.stranger.answer(
        "query ($n: Int) { plugins(first: $n) { nodes { name } } }", n=3
    )
    assert answer["extensions"]["cost"] == {"requested": 4, "limit": 25_000}


async def test_the_price_is_told_with_the_refusal(people: People) -> None:
    answer = await people.stranger.answer(HOSTILE["QUERY_TOO_COSTLY"])
    assert answer["extensions"]["cost"] == {"requested": 30_201, "limit": 25_000}
    error = answer["errors"][0]
    assert "30201" in error["message"]
    assert "ONE_QUERY_COST" in error["extensions"]["hint"]


async def test_a_refused_document_is_refused_again(people: People) -> None:
    for _ in range(2):
        assert await people.stranger.error_code(HOSTILE["QUERY_TOO_COSTLY"]) == "QUERY_TOO_COSTLY"
        assert await people.stranger.error_code("{ unknown }") == "GRAPHQL_VALIDATION_FAILED"


async def message(client: GraphQLClient, query: str, **variables: object) -> str:
    text: str = (await client.answer(query, **variables))["errors"][0]["message"]
    return text


WRONG: tuple[tuple[str, dict[str, object]], ...] = (
    ("{ me { usernam } }", {}),
    ("{ plugin(nam: 1) { id } }", {}),
    ("{ plugins(sort: NAM) { totalCount } }", {}),
    ("query ($s: PluginSort) { plugins(sort: $s) { totalCount } }", {"s": "NAM"}),
    ("query ($f: PluginFilter) { plugins(filter: $f) { totalCount } }", {"f": {"verifie": True}}),
    ("query ($f: PluginFilte) { plugins(filter: $f) { totalCount } }", {}),
)


@pytest.mark.parametrize(("query", "variables"), WRONG)
async def test_what_names_are_alike_is_told_to_people_and_not_to_strangers(
    people: People, query: str, variables: dict[str, object]
) -> None:
    for _ in range(2):
        assert "Did you mean" in await message(people.user, query, **variables)
        assert "Did you mean" not in await message(people.stranger, query, **variables)


async def test_an_error_does_not_give_a_long_document_back(people: People) -> None:
    name = "x" * 50_000
    answer = await people.stranger.answer(f"{{ {name} {name}2: {name} }}")
    assert len(json.dumps(answer["errors"])) < 5_000
