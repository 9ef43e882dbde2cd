"""Tenants, groups within them, and what does not pass from one to the other."""

from tests.e2e.writing import Tenant, refusal, write
from tests.people import People
from tests.serving import GraphQLClient, ServerProcess

GROUP = "group { id slug name type plan parent { slug } members { nodes { role } } }"


async def test_the_platform_owner_makes_a_tenant_and_sees_nothing_of_it(
    people: People, tenant: Tenant
) -> None:
    query = "query ($g: ID!) { group(id: $g) { slug plan members { nodes { role } } } }"
    assert (await people.platform_owner.data(query, g=tenant.id))["group"] is None
    members = {"nodes": [{"role": "ORG_OWNER"}]}
    shown = (await tenant.owner.data(query, g=tenant.id))["group"]
    assert shown == {"slug": "groups", "plan": "ENTERPRISE", "members": members}


async def test_a_child_group_is_its_creators_within_the_request_that_makes_it(
    tenant: Tenant,
) -> None:
    given = {"parent": tenant.id, "slug": "groups-sales", "name": "Sales", "type": "community"}
    made = (await write(tenant.owner, "createGroup", GROUP, **given))["group"]
    assert (made["parent"], made["plan"]) == ({"slug": "groups"}, "ENTERPRISE")
    assert made["members"] == {"nodes": [{"role": "ORG_OWNER"}]}
    again = await refusal(tenant.owner, "createGroup", **given)
    assert again == "SLUG_TAKEN"


async def test_members_of_the_parent_do_not_enter_the_child(
    server: ServerProcess, tenant: Tenant
) -> None:
    given = {"group": tenant.id, "username": "groups-user", "role": "ORG_OWNER"}
    invited = await write(tenant.owner, "invitePerson", "membership { person { id } }", **given)
    other = server.client(server.token_for(invited["membership"]["person"]["id"]))
    given = {"parent": tenant.id, "slug": "groups-closed", "name": "Closed"}
    child = (await write(tenant.owner, "createGroup", GROUP, **given))["group"]["id"]
    assert await hidden(other, child)
    thing = {"group": child, "type": "report", "name": "x"}
    assert await refusal(other, "createThing", **thing) == "NOT_FOUND"
    assert (await write(tenant.owner, "createThing", **thing))["__typename"] == "CreateThingPayload"
    await other.close()


async def hidden(client: GraphQLClient, group: str) -> bool:
    query = "query ($g: ID!) { group(id: $g) { id } }"
    return (await client.data(query, g=group))["group"] is None


async def test_a_group_is_renamed_by_its_owners(people: People, tenant: Tenant) -> None:
    changed = await write(tenant.owner, "updateGroup", GROUP, group=tenant.id, name="Renamed")
    assert (changed["group"]["name"], changed["group"]["slug"]) == ("Renamed", "groups")
    for client, code in (
        (people.owner, "NOT_FOUND"),
        (people.platform_owner, "NOT_FOUND"),
        (people.stranger, "UNAUTHENTICATED"),
    ):
        assert await refusal(client, "updateGroup", group=tenant.id, name="Mine") == code


async def test_only_the_platform_owner_makes_tenants(people: People) -> None:
    given = {"slug": "never", "name": "Never", "owner": {"email": "never@example.org"}}
    for client, code in (
        (people.owner, "NOT_ALLOWED"),
        (people.customer, "NOT_ALLOWED"),
        (people.stranger, "UNAUTHENTICATED"),
    ):
        assert await refusal(client, "createTenant", **given) == code
    taken = given | {"slug": "demo"}
    assert await refusal(people.platform_owner, "createTenant", **taken) == "SLUG_TAKEN"
