"""Running capabilities of real plugins to a real result."""

import base64

import pytest

from tests.e2e.plugins import CLASSIC, PDF, STARTER, execute, executed, installed, status
from tests.people import People
from tests.sandbox.worker.test_real_plugins import pdf_saying


async def test_an_action_answers_when_waited_for(people: People, starter: str) -> None:
    execution = await executed(people.user, starter, "HELLO_WORLD", text="hi")
    assert execution["state"] == "SUCCEEDED"
    assert execution["error"] is None
    assert execution["result"]["success"] is True
    assert execution["result"]["text"] == "Hello world!"
    assert [callback["text"] for callback in execution["callbacks"]] == ["Hello world!"]
    assert execution["durationMs"] > 0
    assert execution["peakMemoryBytes"] > 10_000_000


async def test_an_action_can_be_followed_instead(people: People, starter: str) -> None:
    execution = await executed(people.user, starter, "HELLO_WORLD", wait=False)
    assert execution["state"] == "QUEUED"
    updates = await status(people.user, execution["id"])
    states = list(dict.fromkeys(update["state"] for update in updates))
    assert states == ["QUEUED", "RUNNING", "SUCCEEDED"]
    assert updates[-1]["execution"]["state"] == "SUCCEEDED"


async def test_what_a_plugin_logs_while_it_loads_reaches_the_follower_and_stays(
    people: People, group: str, starter: str
) -> None:
    assert starter
    fresh = await installed(people.owner, group, STARTER, name="never run before")
    execution = await executed(people.user, fresh, "HELLO_WORLD", wait=False)
    updates = await status(people.user, execution["id"])
    heard = [line["text"] for update in updates for line in update["logs"]]
    query = "query ($e: ID!) { execution(id: $e) { logs(first: 100) { nodes { text } } } }"
    kept = (await people.user.data(query, e=execution["id"]))["execution"]["logs"]["nodes"]
    assert "info Starting starter service" in heard
    assert [line["text"] for line in kept] == heard


async def test_what_a_plugin_says_to_its_caller_is_streamed(people: People, starter: str) -> None:
    execution = await executed(people.user, starter, "HELLO_WORLD", wait=False)
    chunks = [update["chunk"] for update in await status(people.user, execution["id"])]
    assert [chunk["text"] for chunk in chunks if chunk] == ["Hello world!"]


async def test_the_same_key_again_answers_with_the_first_execution(
    people: People, starter: str
) -> None:
    first = await executed(people.user, starter, "HELLO_WORLD", idempotencyKey="once")
    second = await executed(people.user, starter, "HELLO_WORLD", idempotencyKey="once")
    assert second["id"] == first["id"]
    assert second["result"] == first["result"]


async def test_a_service_takes_a_document_as_binary_argument(people: People, group: str) -> None:
    instance = await installed(people.owner, group, PDF)
    document = {"$base64": base64.b64encode(pdf_saying("Read me")).decode()}
    execution = await executed(
        people.user, instance, "pdf", kind="SERVICE", method="convertPdfToText", args=[document]
    )
    assert (execution["state"], execution["result"]) == ("SUCCEEDED", "Read me")


async def test_a_model_replies(people: People, group: str) -> None:
    instance = await installed(people.owner, group, CLASSIC)
    execution = await executed(
        people.user, instance, "TEXT_SMALL", kind="MODEL", params={"prompt": "I feel sad"}
    )
    assert execution["state"] == "SUCCEEDED"
    assert len(execution["result"]) > 5


async def test_a_tokenizer_needs_neither_key_nor_network(people: People, openai: str) -> None:
    execution = await executed(
        *(people.user, openai, "TEXT_TOKENIZER_ENCODE"),
        kind="MODEL",
        params={"prompt": "hello world"},
    )
    assert execution["result"] == [24912, 2375]


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"name": "NOPE"}, "HELLO_WORLD"),
        ({"name": "nope", "kind": "SERVICE", "method": "x"}, "starter"),
        ({"name": "starter", "kind": "SERVICE", "method": "nope"}, "none"),
        ({"name": "HELLO_WORLD", "kind": "MODEL"}, "TEXT_SMALL"),
    ],
)
async def test_an_unknown_capability_is_answered_with_those_there_are(
    people: People, starter: str, given: dict[str, str], hint: str
) -> None:
    answer = await execute(people.user, starter, **given)
    assert answer["code"] == "CAPABILITY_NOT_FOUND"
    assert hint in answer["hint"]
