"""Inviting, promoting and removing people, and what others can learn from it."""

from app.database import Database
from tests.e2e.writing import MEMBERSHIP, Tenant, new_tenant, refusal, write
from tests.people import People
from tests.serving import Json, ServerProcess

MEMBERS = "query ($g: ID!) { group(id: $g) { members { nodes { id role person { username } } } } }"


async def invited(tenant: Tenant, **person: Json) -> Json:
    given = {"group": tenant.id, "role": "ORG_USER"} | person
    return (await write(tenant.owner, "invitePerson", MEMBERSHIP, **given))["membership"]


async def test_an_invited_person_enters_and_a_removed_one_does_not(
    server: ServerProcess, tenant: Tenant
) -> None:
    membership = await invited(tenant, email="Ann@Example.org", displayName="Ann")
    person = membership["person"]
    assert (membership["role"], membership["group"]) == ("ORG_USER", {"slug": "people"})
    assert (person["displayName"], person["email"]) == ("Ann", "ann@example.org")
    ann = server.client(server.token_for(person["id"]))
    thing = {"group": tenant.id, "type": "report", "name": "x"}
    assert await refusal(ann, "createThing", **thing) == "NOT_ALLOWED"
    given = {"membership": membership["id"], "role": "ORG_OWNER"}
    changed = await write(tenant.owner, "changeRole", MEMBERSHIP, **given)
    assert changed["membership"] == membership | {"role": "ORG_OWNER"}
    assert (await write(ann, "createThing", **thing))["__typename"] == "CreateThingPayload"
    given = {"membership": membership["id"]}
    removed = await write(tenant.owner, "removePerson", "membership group { slug }", **given)
    assert (removed["membership"], removed["group"]) == (membership["id"], {"slug": "people"})
    assert await refusal(ann, "createThing", **thing) == "NOT_FOUND"
    assert await refusal(tenant.owner, "removePerson", **given) == "NOT_FOUND"
    await ann.close()


async def test_events_tell_who_came_and_went(tenant: Tenant) -> None:
    membership = await invited(tenant, username="passer-by")
    await write(tenant.owner, "changeRole", membership=membership["id"], role="CUSTOMER")
    await write(tenant.owner, "removePerson", membership=membership["id"])
    query = "query ($g: ID!) { events(group: $g, first: 4) { nodes { type metadata } } }"
    nodes = (await tenant.owner.data(query, g=tenant.id))["events"]["nodes"]
    assert [node["type"] for node in nodes] == [
        "user_removed_from_group",
        "group_updated",
        "user_joined_group",
        "user_invited_to_group",
    ]
    assert {node["metadata"]["person"] for node in nodes} == {membership["person"]["id"]}


async def test_the_last_owner_can_be_neither_removed_nor_demoted(
    server: ServerProcess, people: People, database: Database
) -> None:
    tenant = await new_tenant(server, people.platform_owner, database, "last")
    nodes = (await tenant.owner.data(MEMBERS, g=tenant.id))["group"]["members"]["nodes"]
    [own] = [node["id"] for node in nodes if node["role"] == "ORG_OWNER"]
    assert await refusal(tenant.owner, "removePerson", membership=own) == "LAST_OWNER"
    given = {"membership": own, "role": "CUSTOMER"}
    assert await refusal(tenant.owner, "changeRole", **given) == "LAST_OWNER"
    await invited(tenant, username="second-owner", role="ORG_OWNER")
    left = await write(tenant.owner, "changeRole", MEMBERSHIP, **given)
    assert left["membership"]["role"] == "CUSTOMER"
    given["role"] = "ORG_OWNER"
    assert await refusal(tenant.owner, "changeRole", **given) == "NOT_FOUND"
    await tenant.owner.close()


async def test_nobody_is_made_platform_owner(people: People, group: str) -> None:
    given = {"group": group, "email": "x@example.org", "role": "PLATFORM_OWNER"}
    assert await refusal(people.owner, "invitePerson", **given) == "INVALID_INPUT"


async def test_a_membership_of_another_group_is_not_there(people: People, tenant: Tenant) -> None:
    nodes = await people.owner.data('{ group(slug: "demo") { members { nodes { id } } } }')
    for node in nodes["group"]["members"]["nodes"]:
        for client in (tenant.owner, people.other_owner, people.platform_owner):
            code = await refusal(client, "removePerson", membership=node["id"])
            assert code == "NOT_FOUND"
