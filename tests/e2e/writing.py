"""Changing the graph, as a client of the API does it, in tenants of the tests' own."""

from dataclasses import dataclass

from app.database import Database
from app.ontology.repositories import ConnectionRepository
from app.ontology.role import Role
from tests.serving import GraphQLClient, Json, ServerProcess

UNKNOWN = f"thing_{'0' * 24}"
MEMBERSHIP = "membership { id role person { id username displayName email } group { slug } }"


@dataclass(frozen=True)
class Tenant:
    """A group on its own, and a client of the person who owns it."""

    id: str
    owner: GraphQLClient
    person: str


async def write(client: GraphQLClient, mutation: str, selection: str = "", **given: Json) -> Json:
    """The answer of a mutation: what was selected of its payload, or an error."""
    name = f"{mutation[0].upper()}{mutation[1:]}"
    payload = f"... on {name}Payload {{ {selection} }}" if selection else ""
    document = f"""
        mutation ($input: {name}Input!) {{
          {mutation}(input: $input) {{
            __typename {payload} ... on UserError {{ code message hint }}
          }}
        }}"""
    return (await client.data(document, input=given))[mutation]


async def refusal(client: GraphQLClient, mutation: str, **given: Json) -> str:
    """The code of a mutation that is refused."""
    code: str = (await write(client, mutation, **given))["code"]
    return code


async def new_tenant(
    server: ServerProcess, platform_owner: GraphQLClient, database: Database, slug: str
) -> Tenant:
    """A new tenant; its owner is new, too."""
    owner = {"email": f"owner@{slug}.example"}
    given = {"slug": slug, "name": slug.capitalize(), "plan": "ENTERPRISE", "owner": owner}
    made = await write(platform_owner, "createTenant", "groupId slug", **given)
    identifier = made["groupId"]
    found = await ConnectionRepository(database).member_with_role(identifier, Role.ORG_OWNER)
    assert found
    return Tenant(identifier, server.client(server.token_for(found.source)), found.source)
