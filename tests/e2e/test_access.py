"""Who gets what from every root field."""

import pytest

from tests.e2e.plugins import STARTER, executed, installed
from tests.e2e.roots import MUTATIONS, QUERIES, SUBSCRIPTIONS, Ids, Root
from tests.e2e.test_knowledge import ADD, listed
from tests.e2e.test_lifecycle import change
from tests.people import People
from tests.serving import GraphQLClient, Json, SubscriptionFailed

CALLERS = ("stranger", "customer", "user", "owner", "other_owner", "platform_owner")
U, NO, HIDDEN = "UNAUTHENTICATED", "NOT_ALLOWED", "NOT_FOUND"
WRONG, STATE = "INVALID_INPUT", "INVALID_STATE"
PUBLIC = ["data"] * 6
MEMBERS = ["null", "data", "data", "data", "null", "null"]
USERS = ["null", "null", "data", "data", "null", "null"]
USERS_LIST = [U, NO, "data", "data", HIDDEN, HIDDEN]
# In the order of CALLERS.
EXPECTED = {
    "me": [U, "data", "data", "data", "data", "data"],
    "group by id": MEMBERS,
    "group by slug": MEMBERS,
    "a group's node": MEMBERS,
    "an instance's node": USERS,
    "thing": USERS,
    "instance": USERS,
    "execution": USERS,
    "nodes": USERS,
    "connections": ["empty", "empty", "data", "data", "empty", "empty"],
    "groups": ["empty", "data", "data", "data", "data", "empty"],
    "things of a group": USERS_LIST,
    "events of a group": USERS_LIST,
    "instances": USERS_LIST,
    "executions": USERS_LIST,
    "public things": PUBLIC,
    "public events": PUBLIC,
    "plugins": PUBLIC,
    "plugin": PUBLIC,
    "dependencyGraph of no plugin": [HIDDEN] * 6,
    "searchPlugins": PUBLIC,
    "public knowledge": PUBLIC,
    "knowledge of a group": USERS_LIST,
    "searchKnowledge": USERS_LIST,
    "addKnowledge": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "labelKnowledge": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "removeKnowledge": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "createThing": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "updateThing": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "archiveThing": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "connect": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "disconnect": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "createGroup": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "createTenant": [U, NO, NO, NO, NO, WRONG],
    "updateGroup": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "invitePerson": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "changeRole": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "removePerson": [U, HIDDEN, NO, "LAST_OWNER", HIDDEN, HIDDEN],
    "syncRegistry": [U, NO, NO, NO, NO, "RATE_LIMITED"],
    "isolation": [U, NO, NO, NO, NO, "data"],
    "publishers": [U, NO, NO, NO, NO, "data"],
    "installPlugin": [U, NO, NO, "PLUGIN_NOT_FOUND", HIDDEN, HIDDEN],
    "configurePlugin": [U, HIDDEN, NO, WRONG, HIDDEN, HIDDEN],
    "activatePlugin": [U, HIDDEN, NO, STATE, HIDDEN, HIDDEN],
    "deactivatePlugin": [U, HIDDEN, NO, STATE, HIDDEN, HIDDEN],
    "uninstallPlugin": [U, HIDDEN, NO, STATE, HIDDEN, HIDDEN],
    "executeAction": [U, HIDDEN, *["CAPABILITY_NOT_FOUND"] * 2, HIDDEN, HIDDEN],
    "cancelExecution": [U, HIDDEN, STATE, STATE, HIDDEN, HIDDEN],
    "createExecutionToken": [U, HIDDEN, WRONG, WRONG, HIDDEN, HIDDEN],
    "setPluginPolicy": [U, NO, NO, WRONG, HIDDEN, HIDDEN],
    "forgetMemory": [U, NO, NO, HIDDEN, HIDDEN, HIDDEN],
    "chooseModels": [U, NO, NO, HIDDEN, HIDDEN, HIDDEN],
    "trustPublisher": [U, NO, NO, NO, NO, WRONG],
    "distrustPublisher": [U, NO, NO, NO, NO, HIDDEN],
    "revokeVersion": [U, NO, NO, NO, NO, HIDDEN],
    "restoreVersion": [U, NO, NO, NO, NO, HIDDEN],
    "installProgress": [U, HIDDEN, WRONG, WRONG, HIDDEN, HIDDEN],
    "executionStatus": [U, HIDDEN, WRONG, WRONG, HIDDEN, HIDDEN],
    "events": [U, NO, WRONG, WRONG, HIDDEN, HIDDEN],
    "syncProgress": PUBLIC,
}
MORE = """
    query ($g: ID!) { group(id: $g) {
        connections(type: ["plugin_installed_in"], first: 1) { nodes { id } }
        members { nodes { id role } } } }"""
ANSWERED = QUERIES | MUTATIONS
CELLS = [(row, caller) for row in EXPECTED for caller in CALLERS]


@pytest.fixture(scope="module")
async def ids(people: People, group: str, starter: str) -> Ids:
    """Something of everything in demo."""
    gone = await installed(people.owner, group, STARTER, name="gone")
    await change(people.owner, "uninstallPlugin", gone)
    execution = await executed(people.user, starter, "HELLO_WORLD")
    more = (await people.owner.data(MORE, g=group))["group"]
    [connection] = more["connections"]["nodes"]
    [membership] = [item for item in more["members"]["nodes"] if item["role"] == "ORG_OWNER"]
    await people.owner.data(ADD, input={"group": group, "text": "Hello."})
    [passage] = await listed(people.owner, group=group, type=["chunk"], first=1)
    return Ids(
        group,
        starter,
        gone,
        execution["id"],
        connection["id"],
        membership["id"],
        passage["id"],
    )


@pytest.mark.parametrize(("row", "caller"), CELLS)
async def test_each_caller_gets_what_its_role_allows(
    people: People, ids: Ids, row: str, caller: str
) -> None:
    client: GraphQLClient = getattr(people, caller)
    if row in SUBSCRIPTIONS:
        outcome = await subscribed(client, SUBSCRIPTIONS[row], ids)
    else:
        root = ANSWERED[row]
        outcome = outcome_of(await client.answer(root.document, **root.variables(ids)), root.field)
    assert outcome == EXPECTED[row][CALLERS.index(caller)]


async def test_the_table_has_every_root_field(people: People) -> None:
    fields = "fields { name }"
    roots = f"queryType {{ {fields} }} mutationType {{ {fields} }} subscriptionType {{ {fields} }}"
    answer = await people.stranger.data(f"{{ __schema {{ {roots} }} }}")
    declared = {field["name"] for root in answer["__schema"].values() for field in root["fields"]}
    assert {root.field for root in (ANSWERED | SUBSCRIPTIONS).values()} == declared
    assert EXPECTED.keys() == (ANSWERED | SUBSCRIPTIONS).keys()


@pytest.mark.parametrize(
    ("row", "caller"),
    [
        (row, caller)
        for row, root in ANSWERED.items()
        for caller in ("stranger", "customer", "other_owner", "platform_owner")
        if "ID!" in root.document and not (caller == "customer" and "$group:" in root.document)
    ],
)
async def test_a_hidden_id_and_an_unknown_one_have_the_same_answer(
    people: People, ids: Ids, row: str, caller: str
) -> None:
    client: GraphQLClient = getattr(people, caller)
    hidden = await answer_about(client, ANSWERED[row], ids)
    unknown = Ids(*(f"{value[:-6]}000000" for value in vars(ids).values()))
    assert await answer_about(client, ANSWERED[row], unknown) == hidden


async def answer_about(client: GraphQLClient, root: Root, ids: Ids) -> str:
    """The whole answer, with every id replaced."""
    response = await client.http.post(
        "/graphql", json={"query": root.document, "variables": root.variables(ids)}
    )
    text = response.text
    for value in vars(ids).values():
        text = text.replace(value, "ID")
    return f"{response.status_code} {text}"


async def subscribed(client: GraphQLClient, root: Root, ids: Ids) -> str:
    try:
        await client.all_updates(root.document, **root.variables(ids))
    except SubscriptionFailed as failure:
        return failure.code
    return "data"


def outcome_of(answer: Json, field: str) -> str:
    """The code of the error, or what kind of data there is."""
    if "errors" in answer:
        code: str = answer["errors"][0]["extensions"]["code"]
        return code
    value = answer["data"][field]
    value = value[0] if field == "nodes" else value
    if value is None:
        return "null"
    if isinstance(value, dict):
        if value.get("totalCount") == 0:
            return "empty"
        return str(value.get("code", "data"))
    return "data"
