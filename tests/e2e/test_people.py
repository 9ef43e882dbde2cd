"""What people may know about each other."""

import pytest

from tests.people import People
from tests.serving import GraphQLClient, Json

MEMBERS = """
    query ($g: ID!) {
      group(id: $g) { members { nodes { role person { id username email memberships { role } } } } }
    }"""


async def members(client: GraphQLClient, group: str) -> dict[str, Json]:
    nodes = (await client.data(MEMBERS, g=group))["group"]["members"]["nodes"]
    return {node["role"]: node["person"] for node in nodes}


async def test_an_owner_sees_the_addresses_of_the_group(people: People, group: str) -> None:
    known = await members(people.owner, group)
    assert {role: person["email"] for role, person in known.items()} == {
        "ORG_OWNER": "org-owner@demo.example",
        "ORG_USER": "org-user@demo.example",
        "CUSTOMER": "customer@demo.example",
    }


@pytest.mark.parametrize(("caller", "own"), [("user", "ORG_USER"), ("customer", "CUSTOMER")])
async def test_everybody_else_sees_only_their_own(
    people: People, group: str, caller: str, own: str
) -> None:
    known = await members(getattr(people, caller), group)
    assert [role for role, person in known.items() if person["email"]] == [own]


async def test_a_member_is_found_by_those_who_share_a_group_alone(
    people: People, group: str
) -> None:
    member = (await members(people.owner, group))["ORG_USER"]
    query = "query ($p: ID!) { node(id: $p) { ... on Person { username } } }"
    seen = {"username": "demo-org-user"}
    for caller, expected in {
        "customer": seen,
        "other_owner": None,
        "platform_owner": None,
        "stranger": None,
    }.items():
        client: GraphQLClient = getattr(people, caller)
        assert (await client.data(query, p=member["id"]))["node"] == expected


async def test_a_membership_can_be_fetched_again_by_whoever_lists_it(
    people: People, group: str
) -> None:
    query = "query ($g: ID!) { group(id: $g) { members { nodes { id role } } } }"
    for client in (people.owner, people.customer):
        for node in (await client.data(query, g=group))["group"]["members"]["nodes"]:
            again = "query ($i: ID!) { node(id: $i) { id ... on Membership { role } } }"
            assert (await client.data(again, i=node["id"]))["node"] == node
            assert (await people.other_owner.data(again, i=node["id"]))["node"] is None
