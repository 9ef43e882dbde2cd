"""Owners write the things and connections of their groups."""

import pytest

from tests.e2e.plugins import STARTER
from tests.e2e.writing import UNKNOWN, Tenant, refusal, write
from tests.serving import Json

THING = "thing { __typename id type name status properties updatedAt group { slug } }"
RELATION = """relation {
    id type strength metadata validFrom validTo from { id } to { __typename id } }"""
EVENTS = """query ($g: ID!) { events(group: $g, first: 1) { nodes {
    type metadata actor { id } target { id } } } }"""


@pytest.fixture
async def thing(tenant: Tenant) -> Json:
    given = {"group": tenant.id, "type": "report", "name": "Sales", "properties": {"year": 2026}}
    return (await write(tenant.owner, "createThing", THING, **given))["thing"]


async def last_event(tenant: Tenant) -> Json:
    return (await tenant.owner.data(EVENTS, g=tenant.id))["events"]["nodes"][0]


async def test_a_thing_is_created_changed_archived_and_brought_back(
    tenant: Tenant, thing: Json
) -> None:
    assert thing["__typename"] == "GenericThing"
    assert thing["group"] == {"slug": "things"}
    assert (thing["status"], thing["properties"]) == ("active", {"year": 2026})
    change = {"name": "Profit", "properties": {"year": None, "region": "eu"}}
    changed = await write(tenant.owner, "updateThing", THING, thing=thing["id"], **change)
    assert changed["thing"]["properties"] == {"region": "eu"}
    archived = await write(tenant.owner, "archiveThing", THING, thing=thing["id"])
    assert archived["thing"]["status"] == "archived"
    event = await last_event(tenant)
    assert (event["type"], event["target"]) == ("entity_archived", {"id": thing["id"]})
    assert event["actor"] == {"id": tenant.person}
    assert await refusal(tenant.owner, "archiveThing", thing=thing["id"]) == "INVALID_STATE"
    back = await write(tenant.owner, "updateThing", THING, thing=thing["id"], status="draft")
    assert (back["thing"]["status"], back["thing"]["name"]) == ("draft", "Profit")


async def test_the_second_of_two_who_read_the_same_version_is_told(
    tenant: Tenant, thing: Json
) -> None:
    given = {"thing": thing["id"], "expectedUpdatedAt": thing["updatedAt"]}
    first = await write(tenant.owner, "updateThing", THING, name="first", **given)
    assert first["thing"]["name"] == "first"
    assert await refusal(tenant.owner, "updateThing", name="second", **given) == "INVALID_STATE"


async def test_plugins_and_instances_are_written_by_mutations_of_their_own(tenant: Tenant) -> None:
    for type_, hint in {
        "plugin_instance": "installPlugin",
        "elizaos_plugin": "syncRegistry",
        "session": "server",
    }.items():
        given = {"group": tenant.id, "type": type_, "name": "x"}
        answer = await write(tenant.owner, "createThing", **given)
        assert answer["code"] == "INVALID_INPUT"
        assert hint in answer["hint"]


async def test_the_public_catalogue_is_not_a_tenants_to_change(tenant: Tenant) -> None:
    query = "query ($n: String!) { plugin(name: $n) { id } }"
    plugin = (await tenant.owner.data(query, n=STARTER))["plugin"]["id"]
    for mutation, more in (("updateThing", {"name": "mine"}), ("archiveThing", {})):
        hidden = await write(tenant.owner, mutation, thing=plugin, **more)
        unknown = await write(tenant.owner, mutation, thing=UNKNOWN, **more)
        assert hidden["code"] == "NOT_FOUND"
        assert hidden["message"].replace(plugin, UNKNOWN) == unknown["message"]


@pytest.mark.parametrize(
    "literal",
    [
        '{a: {_: 1, b: [{c: "$ne"}]}}',
        "[1]",
        "1",
        '"x"',
        "{a: 1e999}",
        "{a: 99999999999999999999}",
    ],
)
async def test_properties_written_in_the_document_are_judged_like_variables(
    tenant: Tenant, literal: str
) -> None:
    document = f"""mutation {{ createThing(input: {{
        group: "{tenant.id}", type: "report", name: "x", properties: {literal} }}) {{
        ... on CreateThingPayload {{ thing {{ properties }} }}
        ... on UserError {{ code }} }} }}"""
    answer = (await tenant.owner.data(document))["createThing"]
    if literal.startswith("{a: {"):
        assert answer["thing"]["properties"] == {"a": {"_": 1, "b": [{"c": "$ne"}]}}
    else:
        assert answer == {"code": "INVALID_INPUT"}


async def test_nodes_are_connected_and_disconnected(tenant: Tenant, thing: Json) -> None:
    given = {"group": tenant.id, "from": tenant.person, "to": thing["id"], "type": "authored"}
    more = {"strength": 0.5, "metadata": {"a": 1}, "validFrom": "2026-01-01T00:00:00Z"}
    made = (await write(tenant.owner, "connect", RELATION, **given, **more))["relation"]
    assert (made["from"]["id"], made["to"]["id"]) == (tenant.person, thing["id"])
    assert (made["strength"], made["metadata"], made["validTo"]) == (0.5, {"a": 1}, None)
    assert made["validFrom"].startswith("2026-01-01T00:00:00")
    assert await refusal(tenant.owner, "connect", **given) == "ALREADY_CONNECTED"
    query = "query ($i: ID!) { thing(id: $i) { connections { nodes { id } } } }"
    shown = await tenant.owner.data(query, i=thing["id"])
    assert shown["thing"]["connections"]["nodes"] == [{"id": made["id"]}]
    ended = await write(tenant.owner, "disconnect", RELATION, connection=made["id"])
    assert ended["relation"] == made
    event = await last_event(tenant)
    assert (event["type"], event["target"]) == ("entity_deleted", None)
    assert (event["metadata"]["from"], event["metadata"]["to"]) == (tenant.person, thing["id"])
    shown = await tenant.owner.data(query, i=thing["id"])
    assert shown["thing"]["connections"]["nodes"] == []
    assert await refusal(tenant.owner, "disconnect", connection=made["id"]) == "NOT_FOUND"


async def test_another_tenants_nodes_cannot_be_connected_or_told_from_unknown_ones(
    tenant: Tenant, thing: Json, group: str, starter: str
) -> None:
    given = {"group": tenant.id, "from": thing["id"], "type": "references"}
    unknown = (await write(tenant.owner, "connect", to=UNKNOWN, **given))["message"]
    for foreign in (starter, group):
        answer = await write(tenant.owner, "connect", to=foreign, **given)
        assert answer["code"] == "NOT_FOUND"
        assert answer["message"].replace(foreign, UNKNOWN) == unknown
