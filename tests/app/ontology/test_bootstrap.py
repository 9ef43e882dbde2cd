"""What the very first start writes, however many servers start at once."""

import asyncio

from app.database import Database
from app.ontology.bootstrap import Bootstrap
from app.ontology.event import Event
from app.ontology.group import Plan
from app.ontology.repositories import ConnectionRepository, GroupRepository, PersonRepository


async def test_several_servers_make_each_group_and_person_once(database: Database) -> None:
    await asyncio.gather(*(Bootstrap(database).run() for _ in range(4)))
    await Bootstrap(database).run()
    groups = await GroupRepository(database).find({})
    assert {(group.slug, Plan(group.plan)) for group in groups} == {
        ("demo", Plan.ENTERPRISE),
        ("demo2", Plan.ENTERPRISE),
    }
    people = await PersonRepository(database).find({})
    assert len(people) == 7
    assert [person.username for person in people if person.platform_owner] == ["platform-owner"]
    for group in groups:
        members = await ConnectionRepository(database).find({"target": group.id})
        roles = sorted(member.metadata["role"] for member in members)
        assert roles == ["customer", "org_owner", "org_user"]
    events = database.collection(Event)
    assert await events.count_documents({"type": "group_created"}) == 2
