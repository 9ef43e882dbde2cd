"""`@urql/core` with its exchanges, as a front end puts them together."""

from tests.clients.node import run
from tests.e2e.plugins import INSTANCE, PROGRESS


async def test_a_question_that_was_asked_before_is_sent_as_its_hash(
    endpoint: str, token: str, instance: str
) -> None:
    seen = await run(
        *("urql", "ask"),
        endpoint=endpoint,
        token=token,
        query=INSTANCE,
        variables={"id": instance},
        times=2,
    )
    first, second = seen["answers"]
    assert first == second
    assert first["data"]["instance"]["state"] == "ACTIVE"

    tried, told, hashed = seen["requests"]
    assert tried == hashed == {"method": "GET", "query": False, "hash": True}
    assert (told["query"], told["hash"]) == (True, True)


async def test_a_subscription_is_followed_to_its_end(
    endpoint: str, socket: str, token: str, instance: str
) -> None:
    updates = await run(
        *("urql", "follow"),
        endpoint=endpoint,
        socket=socket,
        token=token,
        query=PROGRESS,
        variables={"instance": instance},
    )
    assert not any("error" in update for update in updates)
    assert updates[-1]["data"]["installProgress"]["stage"] == "DONE"
