"""Calls that cannot be executed: a typed error, and nothing left behind."""

import pytest

from tests.e2e.footprint import Footprint
from tests.e2e.plugins import execute, executed
from tests.people import People
from tests.serving import Json

SLOW = {"kind": "MODEL", "params": {"prompt": "a" * 60_000}}
"""The tokenizer's time grows with the square of a word's length: this takes minutes."""


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"params": [1]}, "INVALID_INPUT"),
        ({"params": "text"}, "INVALID_INPUT"),
        ({"params": 0}, "INVALID_INPUT"),
        ({"args": [1]}, "INVALID_INPUT"),
        ({"timeoutMs": 0}, "INVALID_INPUT"),
        ({"timeoutMs": -1}, "INVALID_INPUT"),
        ({"timeoutMs": 300_001}, "INVALID_INPUT"),
        ({"priority": 11}, "INVALID_INPUT"),
        ({"name": ""}, "INVALID_INPUT"),
        ({"name": "x" * 201}, "INVALID_INPUT"),
        ({"name": "starter", "kind": "SERVICE"}, "INVALID_INPUT"),
        ({"name": "/nowhere", "kind": "ROUTE"}, "CAPABILITY_NOT_FOUND"),
        ({"name": "/helloworld", "kind": "ROUTE", "method": "POST"}, "CAPABILITY_NOT_FOUND"),
        ({"idempotencyKey": ""}, "INVALID_INPUT"),
        ({"text": "x" * 14_500_000}, "INVALID_INPUT"),
        ({"name": "HELLO_WORLD "}, "CAPABILITY_NOT_FOUND"),
        ({"name": "__proto__"}, "CAPABILITY_NOT_FOUND"),
        ({"instance": "thing_000000000000000000000000"}, "NOT_FOUND"),
        ({"instance": "garbage"}, "NOT_FOUND"),
    ],
)
async def test_it_is_refused_with_a_hint_and_leaves_nothing(
    people: People, starter: str, footprint: Footprint, given: Json, code: str
) -> None:
    before = await footprint.take()
    call = {"instance": starter, "name": "HELLO_WORLD"} | given
    answer = await execute(people.user, **call)
    assert answer["code"] == code
    assert answer["hint"]
    assert await footprint.take() == before


async def test_a_call_that_takes_too_long_is_ended(people: People, openai: str) -> None:
    execution = await executed(people.user, openai, "TEXT_TOKENIZER_ENCODE", timeoutMs=500, **SLOW)
    assert execution["state"] == "TIMED_OUT"
    assert "500" in execution["error"]["message"] or "0.5" in execution["error"]["message"]
    assert execution["result"] is None


async def test_a_plugins_own_failure_is_no_error_of_the_api(people: People, openai: str) -> None:
    execution = await executed(
        people.user, openai, "TEXT_TOKENIZER_ENCODE", kind="MODEL", params={"prompt": 5}
    )
    assert execution["state"] == "FAILED"
    assert execution["error"]["message"]
    assert execution["error"]["stack"]
