"""`graphql-sse`, the client of both modes of GraphQL over Server-Sent Events."""

import pytest

from tests.clients.node import run
from tests.e2e.plugins import PROGRESS, STATUS
from tests.serving import Json

ME = {"query": "{ me { displayName } }"}
MODES = [("/graphql", False), ("/graphql/stream", False), ("/graphql/stream", True)]


async def operate(url: str, single: bool, token: str, *operations: Json) -> Json:
    """What came of operations that ran side by side."""
    given = {"url": url, "single": single, "token": token}
    return await run("graphql_sse", "operate", **given, operations=operations)


@pytest.mark.parametrize(("path", "single"), MODES)
class TestOperations:
    async def test_run_to_their_end_side_by_side(
        self, server_url: str, path: str, single: bool, token: str, execution: str, instance: str
    ) -> None:
        seen = await operate(
            server_url + path,
            single,
            token,
            ME,
            {"query": STATUS, "variables": {"execution": execution}},
            {"query": PROGRESS, "variables": {"instance": instance}},
        )
        me, status, progress = seen["outcomes"]
        assert seen["streams"] == (1 if single else 3)
        assert "failure" not in me
        assert me["results"][0]["data"]["me"]["displayName"]
        assert last_state(status) == "SUCCEEDED"
        assert "failure" not in progress
        stages = [result["data"]["installProgress"]["stage"] for result in progress["results"]]
        assert (stages[0], stages[-1]) == ("QUEUED", "DONE")

    async def test_of_a_wrong_token_are_refused_by_http(
        self, server_url: str, path: str, single: bool
    ) -> None:
        (outcome,) = (await operate(server_url + path, single, "wrong", ME))["outcomes"]
        assert outcome["failure"]["status"] == 401


@pytest.fixture
def following(execution: str) -> Json:
    """An operation that hears of an execution until its end."""
    return {"query": STATUS, "variables": {"execution": execution}}


async def test_an_invalid_operation_is_told_so_on_its_own_stream(
    endpoint: str, token: str, following: Json
) -> None:
    seen = await operate(endpoint, False, token, following, {"query": "{ noSuchField }"})
    followed, refused = seen["outcomes"]
    assert last_state(followed) == "SUCCEEDED"
    assert "noSuchField" in refused["results"][0]["errors"][0]["message"]


async def test_an_invalid_operation_never_reaches_a_single_stream(
    endpoint: str, token: str, following: Json
) -> None:
    stream = f"{endpoint}/stream"
    seen = await operate(stream, True, token, following, {"query": "{ noSuchField }"})
    followed, refused = seen["outcomes"]
    assert last_state(followed) == "SUCCEEDED"
    assert (refused["results"], refused["failure"]["status"]) == ([], 400)


def last_state(outcome: Json) -> str:
    """Of an operation that has completed, the last state that it told."""
    assert "failure" not in outcome
    state: str = outcome["results"][-1]["data"]["executionStatus"]["state"]
    return state
