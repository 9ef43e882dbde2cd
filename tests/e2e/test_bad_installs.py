"""Requests to install that are refused, and installs that fail: nothing of them is left."""

import pytest

from tests.e2e.conftest import NOT_A_PLUGIN, UNPUBLISHED, WITHOUT_CODE
from tests.e2e.footprint import Footprint
from tests.e2e.plugins import STARTER, install, instance_of, progress
from tests.people import People
from tests.serving import Json

UNKNOWN_GROUP = "group_000000000000000000000000"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"plugin": "@elizaos/plugin-of-my-dreams"}, "PLUGIN_NOT_FOUND"),
        ({"plugin": UNPUBLISHED}, "PLUGIN_NOT_FOUND"),
        ({"plugin": "../../etc/passwd"}, "PLUGIN_NOT_FOUND"),
        ({"plugin": "thing_000000000000000000000000"}, "PLUGIN_NOT_FOUND"),
        ({"plugin": ""}, "INVALID_INPUT"),
        ({"plugin": "x" * 215}, "INVALID_INPUT"),
        ({"plugin": "a\0b"}, "INVALID_INPUT"),
        ({"version": "99.0.0"}, "VERSION_INCOMPATIBLE"),
        ({"version": ""}, "INVALID_INPUT"),
        ({"version": "1.0.0; rm -rf /"}, "INVALID_INPUT"),
        ({"version": "https://example.invalid/x.tgz"}, "INVALID_INPUT"),
        ({"name": "  "}, "INVALID_INPUT"),
        ({"name": "x" * 101}, "INVALID_INPUT"),
        ({"idempotencyKey": ""}, "INVALID_INPUT"),
        ({"idempotencyKey": "x" * 201}, "INVALID_INPUT"),
        ({"group": UNKNOWN_GROUP}, "NOT_FOUND"),
        ({"group": "garbage"}, "NOT_FOUND"),
    ],
)
async def test_it_is_refused_with_a_hint_and_leaves_nothing(
    people: People, group: str, footprint: Footprint, given: Json, code: str
) -> None:
    before = await footprint.take()
    answer = await install(people.owner, **{"group": group, "plugin": STARTER} | given)
    assert answer["code"] == code
    assert answer["hint"]
    assert await footprint.take() == before


@pytest.mark.parametrize(
    ("plugin", "version", "stage", "code"),
    [
        (WITHOUT_CODE, None, "ANALYSING", "NO_CODE"),
        (NOT_A_PLUGIN, None, "PROBING", "INVALID_PLUGIN_STRUCTURE"),
        (STARTER, ">=99", "RESOLVING", "VERSION_NOT_FOUND"),
    ],
)
class TestFailure:
    async def test_it_ends_failed_and_says_where_and_why(
        self, people: People, group: str, plugin: str, version: str | None, stage: str, code: str
    ) -> None:
        name = f"fails at {stage}"
        answer = await install(people.owner, group, plugin, version=version, name=name)
        reports = await progress(people.owner, answer["instance"]["id"])
        assert [report["stage"] for report in reports][-3:] == [stage, "ROLLED_BACK", "FAILED"]

        instance = await instance_of(people.owner, answer["instance"]["id"])
        assert instance["state"] == "FAILED"
        assert (instance["failure"]["stage"], instance["failure"]["code"]) == (stage, code)
        assert instance["failure"]["hint"]
        assert reports[-1]["failure"] == instance["failure"]

    async def test_it_leaves_an_event_and_no_file(
        self,
        people: People,
        group: str,
        footprint: Footprint,
        plugin: str,
        version: str | None,
        stage: str,
        code: str,
    ) -> None:
        before = footprint.files()
        name = f"fails again at {stage}"
        answer = await install(people.owner, group, plugin, version=version, name=name)
        await progress(people.owner, answer["instance"]["id"])
        assert footprint.files() == before
        query = """
            query ($g: ID!, $i: ID!) {
              events(group: $g, target: $i) { nodes { type metadata actor { id } } }
            }"""
        data = await people.user.data(query, g=group, i=answer["instance"]["id"])
        (event,) = data["events"]["nodes"]
        assert event["type"] == "plugin_install_failed"
        assert event["actor"]
        assert (event["metadata"]["code"], event["metadata"]["stage"]) == (code, stage)

    async def test_its_name_is_free_again(
        self, people: People, group: str, plugin: str, version: str | None, stage: str, code: str
    ) -> None:
        for _ in range(2):
            answer = await install(people.owner, group, plugin, version=version, name="retried")
            last = (await progress(people.owner, answer["instance"]["id"]))[-1]
            assert (last["failure"]["stage"], last["failure"]["code"]) == (stage, code)
