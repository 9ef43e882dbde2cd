"""Everyone whom a server's first start creates."""

import asyncio
from dataclasses import dataclass, fields

from app.ontology.group import Group
from app.ontology.person import Person
from tests.serving import GraphQLClient, ServerProcess


@dataclass(frozen=True)
class People:
    """Clients, and the ids of their two groups."""

    owner: GraphQLClient
    user: GraphQLClient
    customer: GraphQLClient
    other_owner: GraphQLClient
    platform_owner: GraphQLClient
    stranger: GraphQLClient
    demo: str
    demo2: str

    async def close(self) -> None:
        """Close the connections."""
        clients = (getattr(self, field.name) for field in fields(self))
        await asyncio.gather(*(one.close() for one in clients if isinstance(one, GraphQLClient)))


async def people_of(server: ServerProcess) -> People:
    """Everyone of a server."""
    async with server.database() as database:
        ids = {row["username"]: row["_id"] async for row in database.collection(Person).find()}
        slugs = {row["slug"]: row["_id"] async for row in database.collection(Group).find()}

    def client(username: str) -> GraphQLClient:
        return server.client(server.token_for(ids[username]))

    return People(
        owner=client("demo-org-owner"),
        user=client("demo-org-user"),
        customer=client("demo-customer"),
        other_owner=client("demo2-org-owner"),
        platform_owner=client("platform-owner"),
        stranger=server.client(),
        demo=slugs["demo"],
        demo2=slugs["demo2"],
    )
