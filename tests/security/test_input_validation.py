"""Input: what is allowed is listed, and all else is refused without telling how it is judged."""

import json

import pytest

from app.errors import LONGEST_TEXT
from tests.e2e.writing import write
from tests.people import People
from tests.serving import Json

NOT_OF_ITS_TYPE: dict[str, tuple[str, Json]] = {
    "a name that the enum lacks": ("PluginSort", "NAME; DROP"),
    "a number for an enum": ("PluginSort", 1),
    "an object for an id": ("ID!", {"$ne": None}),
    "a list for an id": ("ID!", ["a", "b"]),
    "text for a number": ("Int", "10"),
    "a fraction for a number": ("Int", 1.5),
    "an object for text": ("String", {"$gt": ""}),
    "a moment that is none": ("DateTime", "yesterday"),
    "a field that the input lacks": ("PluginFilter", {"$where": "sleep(1000)"}),
}
USES = {
    "PluginSort": "plugins(sort: $v, first: 0) { nodes { id } }",
    "ID!": "node(id: $v) { id }",
    "Int": "plugins(first: $v) { nodes { id } }",
    "String": "plugin(name: $v) { id }",
    "DateTime": "events(since: $v, first: 0) { nodes { id } }",
    "PluginFilter": "plugins(filter: $v, first: 0) { nodes { id } }",
}
ERROR = "... on UserError { code }"
TOO_LONG = 100_000
WRONG: dict[str, tuple[str, dict[str, Json]]] = {
    "no slug": ("createGroup", {"slug": "../../etc", "name": "x"}),
    "a slug in other letters": ("createGroup", {"slug": "аdmin", "name": "x"}),  # noqa: RUF001 - Cyrillic, as it is meant
    "an empty name": ("createThing", {"type": "report", "name": " "}),
    "a long name": ("createThing", {"type": "report", "name": "x" * TOO_LONG}),
    "a type of nobody's": ("createThing", {"type": "root", "name": "x"}),
    "a status of nobody's": ("createThing", {"type": "report", "name": "x", "status": "deleted"}),
    "many properties": (
        "createThing",
        {"type": "report", "name": "x", "properties": {"a": "x" * TOO_LONG}},
    ),
    "no address": ("invitePerson", {"role": "ORG_USER", "email": "nobody"}),
    "two addresses": ("invitePerson", {"role": "ORG_USER", "email": "a@x.example\nb@x.example"}),
    "a long text": ("addKnowledge", {"text": "x" * 10 * TOO_LONG}),
    "too many labels": ("addKnowledge", {"text": "x", "labels": [str(n) for n in range(21)]}),
}
TOO_FAR = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")  # in UTC: years 0, 10000
NO_TEXT = {
    "a null byte": "a\0b",
    "half a character": "\ud800",
    "a bell": "a\x07b",
}


@pytest.mark.parametrize("name", NOT_OF_ITS_TYPE)
async def test_a_value_is_of_the_type_that_the_schema_names(people: People, name: str) -> None:
    type_, value = NOT_OF_ITS_TYPE[name]
    query = f"query ($v: {type_}) {{ {USES[type_]} }}"
    answer = await people.owner.answer(query, v=value)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "Did you mean" not in answer["errors"][0]["message"]


@pytest.mark.parametrize("name", WRONG)
async def test_a_value_is_of_the_form_that_is_allowed(people: People, name: str) -> None:
    mutation, given = WRONG[name]
    place = "parent" if mutation == "createGroup" else "group"
    answer = await write(people.owner, mutation, **{place: people.demo}, **given)
    assert answer["code"] == "INVALID_INPUT"
    assert len(answer["message"]) + len(answer["hint"]) < 1_000
    assert "Traceback" not in answer["message"]


@pytest.mark.parametrize("name", NO_TEXT)
async def test_text_is_readable_unicode(people: People, name: str) -> None:
    given = {"group": people.demo, "type": "report", "name": NO_TEXT[name]}
    document = f"mutation ($i: CreateThingInput!) {{ createThing(input: $i) {{ {ERROR} }} }}"
    body = json.dumps({"query": document, "variables": {"i": given}})  # half a character, escaped
    headers = {"content-type": "application/json"}
    response = await people.owner.http.post("/graphql", content=body, headers=headers)
    answer = response.json()
    if response.status_code == 400:
        assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    else:
        assert answer["data"]["createThing"] == {"code": "INVALID_INPUT"}


async def test_text_of_every_script_is_kept_as_it_is(people: People) -> None:
    name = "Zürich 東京 🚀 naïve <b>&amp;"
    given = {"group": people.demo, "type": "report", "name": name}
    made = await write(people.owner, "createThing", "thing { name }", **given)
    assert made["thing"]["name"] == name


@pytest.mark.parametrize("moment", TOO_FAR)
async def test_a_moment_lies_within_the_calendar(people: People, moment: str) -> None:
    query = "query ($since: DateTime) { events(since: $since) { totalCount } }"
    assert await people.stranger.error_code(query, since=moment) == "INVALID_INPUT"


async def test_an_error_repeats_no_more_than_the_beginning_of_what_was_sent(
    people: People,
) -> None:
    document = """mutation ($thing: ID!) {
      archiveThing(input: {thing: $thing}) { ... on UserError { code message } }
    }"""
    answer = await people.owner.data(document, thing="x" * TOO_LONG)
    assert answer["archiveThing"]["code"] == "NOT_FOUND"
    assert len(answer["archiveThing"]["message"]) == LONGEST_TEXT
