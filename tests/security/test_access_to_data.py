"""Access to each node and each edge, by whatever way leads there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from tests.e2e.writing import refusal, write
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess, SubscriptionFailed

OUTSIDERS = ("stranger", "other_owner", "platform_owner")
KINDS = ("group", "thing", "agent", "knowledge", "relation", "membership", "event", "person")
EVENTS = "subscription ($g: ID!) { events(group: $g) { cursor } }"
FIRST = """query ($g: ID!) { group(id: $g) { members { nodes { id person { id } } } }
    events(group: $g) { nodes { id } } }"""


@dataclass(frozen=True)
class Belongings:
    """Ids of what the group ``demo`` has, and of a public plugin that it refers to."""

    group: str
    thing: str
    agent: str
    knowledge: str
    relation: str
    membership: str
    event: str
    person: str
    plugin: str


async def of(client: GraphQLClient, mutation: str, noun: str, **given: Json) -> str:
    made = await write(client, mutation, f"{noun} {{ id }}", **given)
    identifier: str = made[noun]["id"]
    return identifier


@pytest.fixture(scope="module")
async def demo(people: People, database: Database) -> Belongings:
    owner, group = people.owner, people.demo
    name = "plugin-that-a-tenant-refers-to"
    plugin = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    stored = plugin.model_dump(exclude={"id", "revision_id"}) | {"_id": plugin.id}
    await database.collection(Plugin).insert_one(stored)
    thing = await of(owner, "createThing", "thing", group=group, type="report", name="Plans")
    ends = {"from": thing, "to": plugin.id, "type": "references"}
    found = await owner.data(FIRST, g=group)
    member = found["group"]["members"]["nodes"][0]
    return Belongings(
        group=group,
        thing=thing,
        agent=await of(
            owner, "createThing", "thing", group=group, type="engineering_agent", name="A"
        ),
        knowledge=await of(owner, "addKnowledge", "knowledge", group=group, text="Secret."),
        relation=await of(owner, "connect", "relation", group=group, **ends),
        membership=member["id"],
        event=found["events"]["nodes"][0]["id"],
        person=member["person"]["id"],
        plugin=plugin.id,
    )


@pytest.mark.parametrize("caller", OUTSIDERS)
@pytest.mark.parametrize("kind", KINDS)
async def test_node_and_nodes_give_nothing_of_others(
    people: People, demo: Belongings, kind: str, caller: str
) -> None:
    query = "query ($i: ID!) { node(id: $i) { id __typename } nodes(ids: [$i]) { id } }"
    identifier = getattr(demo, kind)
    outsider: GraphQLClient = getattr(people, caller)
    assert await outsider.data(query, i=identifier) == {"node": None, "nodes": [None]}
    seen = await people.owner.data(query, i=identifier)
    assert seen["node"]["id"] == seen["nodes"][0]["id"] == identifier


@pytest.mark.parametrize("caller", OUTSIDERS)
async def test_edges_of_a_public_node_lead_to_nothing_of_others(
    people: People, demo: Belongings, caller: str
) -> None:
    query = """query ($i: ID!) { plugin(id: $i) {
        id events { nodes { id } } knowledge { nodes { id } }
        connections { totalCount nodes { id from { id } } } }
        connections(to: $i) { totalCount edges { node { id } } } }"""
    outsider: GraphQLClient = getattr(people, caller)
    seen = await outsider.data(query, i=demo.plugin)
    assert seen["connections"] == {"totalCount": 0, "edges": []}
    assert seen["plugin"]["connections"] == {"totalCount": 0, "nodes": []}
    own = await people.owner.data(query, i=demo.plugin)
    assert own["plugin"]["connections"]["nodes"] == [
        {"id": demo.relation, "from": {"id": demo.thing}}
    ]


LISTS = {
    "things": "things(group: $g) { totalCount }",
    "events": "events(group: $g) { totalCount }",
    "instances": "instances(group: $g) { totalCount }",
    "executions": "executions(group: $g) { totalCount }",
    "knowledge": "knowledge(group: $g) { totalCount }",
    "searchKnowledge": 'searchKnowledge(group: $g, query: "secret") { score }',
}


@pytest.mark.parametrize("name", LISTS)
async def test_lists_of_others_are_not_found(people: People, demo: Belongings, name: str) -> None:
    query = f"query ($g: ID!) {{ {LISTS[name]} }}"
    assert await people.other_owner.error_code(query, g=demo.group) == "NOT_FOUND"
    assert await people.platform_owner.error_code(query, g=demo.group) == "NOT_FOUND"
    assert await people.stranger.error_code(query, g=demo.group) == "UNAUTHENTICATED"
    assert await people.customer.error_code(query, g=demo.group) == "NOT_ALLOWED"


CHANGES: dict[str, tuple[str, str, Json]] = {
    "updateThing": ("thing", "thing", {"name": "mine"}),
    "archiveThing": ("thing", "thing", {}),
    "disconnect": ("relation", "connection", {}),
    "labelKnowledge": ("knowledge", "knowledge", {"add": ["mine"]}),
    "removeKnowledge": ("knowledge", "knowledge", {}),
    "changeRole": ("membership", "membership", {"role": "CUSTOMER"}),
    "removePerson": ("membership", "membership", {}),
    "updateGroup": ("group", "group", {"name": "mine"}),
}


@pytest.mark.parametrize("mutation", CHANGES)
async def test_an_id_gives_no_right_to_change(
    people: People, demo: Belongings, mutation: str
) -> None:
    kind, argument, more = CHANGES[mutation]
    known = getattr(demo, kind)
    unknown = f"{known[:-6]}000000"
    answers = [
        await write(people.other_owner, mutation, **{argument: identifier}, **more)
        for identifier in (known, unknown)
    ]
    assert answers[0]["code"] == "NOT_FOUND"
    assert answers[0]["message"].replace(known, unknown) == answers[1]["message"]
    assert await refusal(people.user, mutation, **{argument: known}, **more) == "NOT_ALLOWED"
    assert (await people.stranger.data("{ groups { totalCount } }"))["groups"]["totalCount"] == 0


async def test_something_of_others_cannot_be_connected_to(people: People, demo: Belongings) -> None:
    given = {"group": people.demo2, "from": people.demo2, "to": demo.thing, "type": "owns"}
    assert await refusal(people.other_owner, "connect", **given) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("caller", "code"),
    [("stranger", "UNAUTHENTICATED"), ("customer", "NOT_ALLOWED"), ("other_owner", "NOT_FOUND")],
)
async def test_a_subscription_needs_what_a_query_needs(
    people: People, demo: Belongings, caller: str, code: str
) -> None:
    client: GraphQLClient = getattr(people, caller)
    with pytest.raises(SubscriptionFailed) as caught:
        await client.all_updates(EVENTS, g=demo.group)
    assert caught.value.code == code


@pytest.fixture
async def guest(people: People, public: ServerProcess) -> AsyncIterator[tuple[GraphQLClient, str]]:
    """Somebody who has just been invited, and the membership."""
    made = await write(
        people.owner,
        "invitePerson",
        "membership { id person { id } }",
        group=people.demo,
        role="ORG_USER",
        email="guest@demo.example",
    )
    client = public.client(public.token_for(made["membership"]["person"]["id"]))
    yield client, made["membership"]["id"]
    await client.close()


async def test_rights_that_end_end_what_is_open(
    people: People, demo: Belongings, guest: tuple[GraphQLClient, str]
) -> None:
    client, membership = guest
    async with client.subscribe(EVENTS, g=demo.group) as updates:
        await until_live(people, updates)
        await write(people.owner, "removePerson", membership=membership)
        with pytest.raises(SubscriptionFailed):
            await asyncio.wait_for(to_the_end(updates), 2)
    answer = await client.data("query ($i: ID!) { thing(id: $i) { id } }", i=demo.thing)
    assert answer == {"thing": None}


async def until_live(people: People, updates: AsyncIterator[Json]) -> None:
    """Return once a subscription to the events of ``demo`` tells of one."""
    update = asyncio.ensure_future(anext(updates))
    given = {"group": people.demo, "type": "report", "name": "News"}
    while not update.done():
        await of(people.owner, "createThing", "thing", **given)
        await asyncio.wait([update], timeout=0.1)
    await update


async def to_the_end(updates: AsyncIterator[Json]) -> None:
    async for _ in updates:
        pass
