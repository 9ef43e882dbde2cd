"""`graphql-ws`, the client that front ends use for `graphql-transport-ws`."""

from tests.clients.node import run
from tests.e2e.plugins import INSTALL, STARTER
from tests.serving import GraphQLClient, Json

ME = {"query": "{ me { displayName } }"}
REFUSED = [{"query": "{ noSuchField }"}, {"query": "{ me"}, {"query": "query ($i: ID!) { me }"}]
PROGRESS = """
    subscription ($instance: ID!, $after: String) {
      installProgress(instance: $instance, after: $after) { cursor stage percent message }
    }"""


async def operate(socket: str, token: str | None, *operations: Json) -> Json:
    """What came of operations that ran side by side."""
    return await run("graphql_ws", "operate", socket=socket, token=token, operations=operations)


async def install(socket: str, token: str, group: str, name: str) -> str:
    """The id of an instance whose install was asked for by WebSocket."""
    given = {"group": group, "plugin": STARTER, "name": name}
    seen = await operate(socket, token, {"query": INSTALL, "variables": {"input": given}})
    (result,) = seen["outcomes"][0]["results"]
    identifier: str = result["data"]["installPlugin"]["instance"]["id"]
    return identifier


async def progress(owner: GraphQLClient, instance: str) -> list[Json]:
    """Every report of an install, read at once."""
    updates = await owner.all_updates(PROGRESS, instance=instance)
    return [update["installProgress"] for update in updates]


async def test_an_install_is_followed_to_its_end_beside_operations_that_are_refused(
    socket: str, token: str, group: str, owner: GraphQLClient
) -> None:
    instance = await install(socket, token, group, "followed")
    following = {"query": PROGRESS, "variables": {"instance": instance}}
    seen = await operate(socket, token, following, *REFUSED, ME)
    followed, *refused, me = seen["outcomes"]

    assert seen["sockets"] == 1
    assert "failure" not in followed
    reports = [result["data"]["installProgress"] for result in followed["results"]]
    assert reports == await progress(owner, instance)
    assert reports[-1]["stage"] == "DONE"
    assert me["results"][0]["data"]["me"]["displayName"]
    for outcome in refused:
        assert outcome["results"] == []
        assert outcome["failure"]["errors"][0]["extensions"]["code"]


async def test_an_install_is_followed_without_gap_or_repetition_over_sockets_that_break(
    socket: str, token: str, group: str, owner: GraphQLClient
) -> None:
    instance = await install(socket, token, group, "resumed")
    seen = await run(
        *("graphql_ws", "resume"),
        socket=socket,
        token=token,
        query=PROGRESS,
        variables={"instance": instance},
        field="installProgress",
        each=2,
    )
    assert "failure" not in seen
    assert seen["updates"] == await progress(owner, instance)
    assert seen["sockets"] > len(seen["updates"]) // 2


async def test_a_wrong_token_closes_the_socket_as_forbidden(socket: str) -> None:
    (outcome,) = (await operate(socket, "wrong", ME))["outcomes"]
    assert outcome["failure"]["code"] == 4403
    assert outcome["results"] == []


async def test_a_stranger_is_answered_as_one(socket: str) -> None:
    me, typename = (await operate(socket, None, ME, {"query": "{ __typename }"}))["outcomes"]
    assert "UNAUTHENTICATED" in str(me)
    assert typename["results"][0]["data"] == {"__typename": "Query"}
