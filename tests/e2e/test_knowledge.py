"""What a group's owners add is listed, found and told, in that group alone."""

import asyncio
import signal
import time
from pathlib import Path
from uuid import uuid4

import pytest

from app.database import Database
from app.ontology.knowledge import Knowledge
from tests.e2e.plugins import STARTER
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess

ERROR = "... on UserError { code message hint }"
FIELDS = "id type text labels metadata source { id } group { id } createdAt updatedAt"
ADD = f"""
    mutation ($input: AddKnowledgeInput!) {{ addKnowledge(input: $input) {{
      __typename ... on AddKnowledgePayload {{ knowledge {{ {FIELDS} }} }} {ERROR} }} }}"""
LABEL = f"""
    mutation ($input: LabelKnowledgeInput!) {{ labelKnowledge(input: $input) {{
      __typename ... on LabelKnowledgePayload {{ knowledge {{ labels }} }} {ERROR} }} }}"""
REMOVE = f"""
    mutation ($input: RemoveKnowledgeInput!) {{ removeKnowledge(input: $input) {{
      __typename ... on RemoveKnowledgePayload {{ id }} {ERROR} }} }}"""
SEARCH = """
    query ($group: ID!, $text: String!, $label: [String!], $first: Int! = 10) {
      searchKnowledge(group: $group, query: $text, label: $label, first: $first) {
        score passage knowledge { id text } } }"""
LIST = """
    query ($group: ID, $source: ID, $type: [String!], $label: [String!], $first: Int) {
      knowledge(group: $group, source: $source, type: $type, label: $label, first: $first) {
        totalCount nodes { id type text labels metadata source { id } } } }"""


async def added(client: GraphQLClient, group: str, text: str, **more: Json) -> Json:
    """A new entry."""
    given = {"group": group, "text": text, **more}
    answer = (await client.data(ADD, input=given))["addKnowledge"]
    assert answer["__typename"] == "AddKnowledgePayload", answer
    return answer["knowledge"]


async def found(client: GraphQLClient, group: str, text: str, **more: Json) -> list[str]:
    """The ids that a search finds, best first."""
    data = await client.data(SEARCH, group=group, text=text, **more)
    return [match["knowledge"]["id"] for match in data["searchKnowledge"]]


async def listed(client: GraphQLClient, **chosen: Json) -> list[Json]:
    """The first entries of a list."""
    nodes: list[Json] = (await client.data(LIST, **chosen))["knowledge"]["nodes"]
    return nodes


async def until_found(client: GraphQLClient, group: str, text: str, entry: str) -> None:
    """Return when a search finds an entry."""
    async with asyncio.timeout(20):
        while entry not in await found(client, group, text):  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.02)


@pytest.fixture(scope="module")
async def plugin(people: People) -> str:
    """The id of a public plugin."""
    data = await people.stranger.data("query ($n: String) { plugin(name: $n) { id } }", n=STARTER)
    identifier: str = data["plugin"]["id"]
    return identifier


async def test_what_is_added_is_a_node_with_its_neighbours(
    people: People, group: str, plugin: str
) -> None:
    metadata = {"page": 7, "tags": ["x"]}
    entry = await added(
        people.owner, group, "Starters start.", source=plugin, labels=["Notes"], metadata=metadata
    )
    assert (entry["type"], entry["labels"], entry["metadata"]) == ("document", ["notes"], metadata)
    assert (entry["source"], entry["group"]) == ({"id": plugin}, {"id": group})
    query = f"query ($id: ID!) {{ node(id: $id) {{ ... on Knowledge {{ {FIELDS} }} }} }}"
    assert (await people.user.data(query, id=entry["id"]))["node"] == entry
    for other in (people.customer, people.other_owner, people.stranger, people.platform_owner):
        assert await other.data(query, id=entry["id"]) == {"node": None}


async def test_a_plugin_and_a_group_lead_to_what_is_known(
    people: People, group: str, plugin: str
) -> None:
    label = uuid4().hex
    entry = await added(people.owner, group, "Seen from both.", source=plugin, labels=[label])
    query = """
        query ($plugin: ID!, $group: ID!, $label: [String!]) {
          thing(id: $plugin) { knowledge(first: 100) { nodes { id text } } }
          group(id: $group) { knowledge(label: $label) { totalCount nodes { id } } } }"""
    data = await people.user.data(query, plugin=plugin, group=group, label=[label])
    assert entry["id"] in [node["id"] for node in data["thing"]["knowledge"]["nodes"]]
    assert data["group"]["knowledge"] == {"totalCount": 1, "nodes": [{"id": entry["id"]}]}
    public = await people.stranger.data(query, plugin=plugin, group=group, label=[label])
    texts = [node["text"] for node in public["thing"]["knowledge"]["nodes"]]
    assert len(texts) == 1  # its README
    assert "Seen from both." not in texts
    assert public["group"] is None


async def test_words_find_it_at_once_and_meaning_within_two_seconds(
    people: People, group: str
) -> None:
    cat = await added(people.owner, group, "Our cat is grey.")
    await until_found(people.user, group, "which colour has the pet?", cat["id"])  # model loaded
    started = time.perf_counter()
    lunch = await added(people.owner, group, "The canteen serves lunch between noon and two.")
    assert await found(people.user, group, "canteen") == [lunch["id"]]
    await until_found(people.user, group, "when can we eat a meal?", lunch["id"])
    assert time.perf_counter() - started < 2


async def test_lists_are_narrowed_by_what_an_index_backs(
    people: People, group: str, plugin: str
) -> None:
    label = uuid4().hex
    first = await added(people.owner, group, "One", labels=[label], source=plugin)
    second = await added(people.owner, group, "Two", labels=[label], type="label")

    async def ids(**chosen: Json) -> list[str]:
        return [node["id"] for node in await listed(people.user, group=group, **chosen)]

    assert await ids(label=[label]) == [first["id"], second["id"]]
    assert await ids(label=[label.upper()], type=["label"]) == [second["id"]]
    assert await ids(label=[label], source=plugin) == [first["id"]]
    assert await ids(label=["none of these"]) == []
    (chunk,) = await listed(people.user, group=group, label=[label], type=["chunk"], first=1)
    assert chunk["source"] == {"id": first["id"]}
    assert chunk["metadata"] == {"field": "text", "ordinal": 0}


async def test_the_catalogues_knowledge_is_public_and_no_groups(
    people: People, group: str, plugin: str
) -> None:
    await added(people.owner, group, "Not public.", source=plugin)
    (readme,) = await listed(people.stranger, source=plugin)
    assert readme["type"] == "document"
    passages = await listed(people.stranger, source=plugin, type=["chunk"], first=100)
    assert len(passages) > 3
    assert all(node["metadata"].keys() == {"field", "ordinal"} for node in passages)
    change = await people.platform_owner.data(REMOVE, input={"knowledge": readme["id"]})
    assert change["removeKnowledge"]["code"] == "NOT_FOUND"


async def test_labels_change_and_search_follows(people: People, group: str) -> None:
    old, new = uuid4().hex, uuid4().hex
    entry = await added(people.owner, group, "Badgers dig setts.", labels=[old])
    change = {"knowledge": entry["id"], "add": [new.upper()], "remove": [old]}
    data = await people.owner.data(LABEL, input=change)
    assert data["labelKnowledge"]["knowledge"] == {"labels": [new]}
    assert await found(people.user, group, "badgers", label=[old]) == []
    assert await found(people.user, group, "badgers", label=[new]) == [entry["id"]]


async def test_what_is_removed_is_nowhere(people: People, group: str, database: Database) -> None:
    entry = await added(people.owner, group, "Ephemeral wombats.")
    (match,) = await found(people.user, group, "wombats")
    assert match == entry["id"]
    data = await people.owner.data(REMOVE, input={"knowledge": entry["id"]})
    assert data["removeKnowledge"] == {"__typename": "RemoveKnowledgePayload", "id": entry["id"]}
    assert await found(people.user, group, "wombats") == []
    node = await people.owner.data("query ($i: ID!) { node(id: $i) { id } }", i=entry["id"])
    assert node == {"node": None}
    left = {"group": group, "$or": [{"source": entry["id"]}, {"_id": entry["id"]}]}
    async with asyncio.timeout(5):
        while await database.collection(Knowledge).count_documents(left):  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)


async def test_each_change_is_an_event(people: People, group: str) -> None:
    entry = await added(people.owner, group, "Eventful.")
    await people.owner.data(LABEL, input={"knowledge": entry["id"], "add": ["x"]})
    await people.owner.data(REMOVE, input={"knowledge": entry["id"]})
    query = """query ($g: ID!, $t: ID!) { events(group: $g, target: $t) { nodes {
        type metadata target { id } actor { ... on Person { username } } } } }"""
    nodes = (await people.user.data(query, g=group, t=entry["id"]))["events"]["nodes"]
    types = ["entity_deleted", "entity_updated", "entity_created"]
    assert [node["type"] for node in nodes] == types
    assert {node["metadata"]["kind"] for node in nodes} == {"knowledge"}
    assert {node["actor"]["username"] for node in nodes} == {"demo-org-owner"}
    assert nodes[0]["target"] is None


@pytest.mark.parametrize(
    ("caller", "code"),
    [
        ("stranger", "UNAUTHENTICATED"),
        ("customer", "NOT_ALLOWED"),
        ("user", "NOT_ALLOWED"),
        ("other_owner", "NOT_FOUND"),
        ("platform_owner", "NOT_FOUND"),
    ],
)
async def test_only_owners_add(people: People, group: str, caller: str, code: str) -> None:
    client: GraphQLClient = getattr(people, caller)
    data = await client.data(ADD, input={"group": group, "text": "x"})
    assert data["addKnowledge"]["code"] == code
    if caller != "user":
        assert await client.error_code(SEARCH, group=group, text="x") == code
        assert await client.error_code(LIST, group=group) == code


async def test_another_groups_owner_can_neither_find_nor_change_it(
    people: People, group: str, other_group: str, plugin: str
) -> None:
    secret = f"The password is {uuid4().hex}."
    entry = await added(people.owner, group, secret, source=plugin, labels=["secrets"])
    own = await added(people.other_owner, other_group, "We have no password.", source=plugin)
    other = people.other_owner
    assert await found(other, other_group, secret) == [own["id"]]
    for answer in (
        await other.answer(LIST, group=other_group, first=100),
        await other.answer(LIST, group=other_group, source=plugin),
        await other.answer(LIST, source=plugin),
        await other.answer("query ($i: ID!) { node(id: $i) { id } }", i=entry["id"]),
        await other.answer(
            "query ($i: ID!) { thing(id: $i) { knowledge { nodes { text } } } }", i=plugin
        ),
        await other.answer("query ($q: String!) { searchPlugins(query: $q) { score } }", q=secret),
    ):
        assert "data" in answer
        assert secret not in str(answer)
    for document, field in ((LABEL, "labelKnowledge"), (REMOVE, "removeKnowledge")):
        data = await other.data(document, input={"knowledge": entry["id"]})
        assert data[field]["code"] == "NOT_FOUND"
    foreign = {"group": other_group, "text": "x", "source": group}
    assert (await other.data(ADD, input=foreign))["addKnowledge"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "given",
    [
        {"text": ""},
        {"text": "x" * 100_001},
        {"text": "x", "type": "chunk"},
        {"text": "x", "labels": [""]},
        {"text": "x", "metadata": [1]},
    ],
)
async def test_a_bad_value_is_named(people: People, group: str, given: dict[str, Json]) -> None:
    data = await people.owner.data(ADD, input={"group": group, **given})
    assert data["addKnowledge"]["code"] == "INVALID_INPUT"
    assert data["addKnowledge"]["hint"]


async def test_a_kill_right_after_it_was_added_loses_nothing(tmp_path: Path) -> None:
    process = ServerProcess(tmp_path / "data", ONE_SYNC_ON_START="false")
    await process.start()
    try:
        token = await process.token("org_owner")
        owner = process.client(token)
        group = await owner.group_id()
        entry = await added(owner, group, "The parrot speaks French.")
        process.stop(signal.SIGKILL)
        await owner.close()
        await process.start()
        owner = process.client(token)
        assert await found(owner, group, "parrot") == [entry["id"]]
        await until_found(owner, group, "a bird that talks", entry["id"])
        await owner.close()
    finally:
        process.end()
