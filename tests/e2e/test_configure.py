"""Settings of an installed plugin: merged, removed, judged."""

import pytest

from tests.e2e.plugins import OPENAI, configure, install, installed, instance_of
from tests.people import People
from tests.serving import Json


def nested(levels: int) -> Json:
    value: Json = "bottom"
    for _ in range(levels):
        value = [value]
    return value


@pytest.fixture(scope="module")
async def instance(people: People, group: str) -> str:
    return await installed(people.owner, group, OPENAI, name="configured")


async def test_settings_are_merged_and_null_removes_one(people: People, instance: str) -> None:
    await configure(people.owner, instance, {"OPENAI_SMALL_MODEL": "tiny", "A": 1})
    answer = await configure(people.owner, instance, {"OPENAI_LARGE_MODEL": "huge", "A": None})
    assert answer["instance"]["settings"] == {
        "OPENAI_SMALL_MODEL": "tiny",
        "OPENAI_LARGE_MODEL": "huge",
    }


async def test_it_leaves_an_event_that_names_the_keys_and_no_values(
    people: People, group: str, instance: str
) -> None:
    await configure(people.owner, instance, {"OPENAI_SMALL_MODEL": "not-to-be-told"})
    query = """
        query ($g: ID!, $i: ID!) {
          events(group: $g, target: $i, first: 1) { nodes { type metadata } }
        }"""
    (event,) = (await people.user.data(query, g=group, i=instance))["events"]["nodes"]
    assert event["type"] == "plugin_configured"
    assert event["metadata"]["keys"] == ["OPENAI_SMALL_MODEL"]
    assert "not-to-be-told" not in str(event)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, "SECRET_IN_SETTINGS"),
        ({"MY_PRIVATE_KEY": "x"}, "SECRET_IN_SETTINGS"),
        ({"botToken": "x"}, "SECRET_IN_SETTINGS"),
        ({"OPENAI_SMALL_MODEL": {"a": 1}}, "INVALID_INPUT"),
        ({"OPENAI_EMBEDDING_DIMENSIONS": "many"}, "INVALID_INPUT"),
        ({"OPENAI_SMALL_MODEL": "tiny", "OPENAI_EXPERIMENTAL_TELEMETRY": "maybe"}, "INVALID_INPUT"),
        ({"": 1}, "INVALID_INPUT"),
        ({"$where": 1}, "INVALID_INPUT"),
        ({"A": "x" * 100_000}, "INVALID_INPUT"),
        ({"A": nested(200)}, "INVALID_INPUT"),
        ([1, 2], "INVALID_INPUT"),
        ([], "INVALID_INPUT"),
        ("text", "INVALID_INPUT"),
        (0, "INVALID_INPUT"),
    ],
)
async def test_what_may_not_be_kept_is_refused_and_changes_nothing(
    people: People, group: str, instance: str, settings: object, code: str
) -> None:
    before = await instance_of(people.owner, instance)
    answer = await configure(people.owner, instance, settings)
    assert answer["code"] == code
    assert answer["hint"]
    assert await instance_of(people.owner, instance) == before
    again = await install(people.owner, group, OPENAI, name="never", settings=settings)
    assert again["code"] == code


async def test_a_number_and_a_truth_value_may_come_as_texts_and_stay_texts(
    people: People, instance: str
) -> None:
    given = {"OPENAI_EMBEDDING_DIMENSIONS": "256", "OPENAI_EXPERIMENTAL_TELEMETRY": "true"}
    answer = await configure(people.owner, instance, given)
    assert answer["instance"]["settings"].items() >= given.items()


async def test_a_value_of_another_type_is_named_with_what_it_is_and_what_would_be_right(
    people: People, instance: str
) -> None:
    answer = await configure(people.owner, instance, {"OPENAI_EMBEDDING_DIMENSIONS": [256]})
    assert (answer["__typename"], answer["message"]) == (
        "InvalidInput",
        "OPENAI_EMBEDDING_DIMENSIONS must be of type number, and is a list.",
    )
    assert "Give a number" in answer["hint"]


async def test_values_that_mongodb_could_misread_are_kept_as_they_are(
    people: People, instance: str
) -> None:
    odd = {"A.B": 1, "NESTED": {"$inc": {"x.y": [1, {"$set": None}]}}}
    answer = await configure(people.owner, instance, odd)
    assert answer["instance"]["settings"].items() >= odd.items()


async def test_small_steps_do_not_add_up_to_more_than_one_may_give(
    people: People, group: str
) -> None:
    instance = await installed(people.owner, group, OPENAI, name="growing")
    await configure(people.owner, instance, {"A": "x" * 40_000})
    answer = await configure(people.owner, instance, {"B": "x" * 40_000})
    assert (answer["code"], "too large" in answer["message"]) == ("INVALID_INPUT", True)
