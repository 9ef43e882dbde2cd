"""plugin-openai writes text and makes vectors; its key is in the worker as a placeholder only."""

from tests.e2e.plugins import executed, status
from tests.people import People
from tests.plugins.services import Services
from tests.plugins.tenant import model, requests, succeeded


async def test_it_writes_text(people: People, openai: str, services: Services) -> None:
    prompt = {"prompt": "Why is the sea salty?"}
    ended = await succeeded(people, openai, "TEXT_SMALL", kind="MODEL", params=prompt)
    assert ended["result"] == "You said: Why is the sea salty?"
    assert "/v1/responses" in services.openai.paths()
    log = await requests(people, ended["id"])
    (asked,) = [each for each in log if each["url"].endswith("/v1/responses")]
    assert (asked["status"], asked["secrets"]) == (200, ["OPENAI_API_KEY"])


async def test_it_streams_text(people: People, openai: str) -> None:
    given = {"kind": "MODEL", "params": {"prompt": "one two", "stream": True}, "wait": False}
    started = await executed(people.user, openai, "TEXT_SMALL", **given)
    updates = await status(people.user, started["id"])
    chunks = [update["chunk"] for update in updates if update["chunk"] is not None]
    assert chunks == ["You ", "said: ", "one ", "two"]


async def test_it_makes_vectors(people: People, openai: str) -> None:
    one, same, other = [
        await model(people, openai, "TEXT_EMBEDDING", {"text": text})
        for text in ("red apples", "red apples", "the sea")
    ]
    assert (len(one), one[0] != 0) == (384, True)
    assert one == same != other
