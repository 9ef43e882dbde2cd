"""A group with more than a page of everything, all alike."""

from dataclasses import dataclass

from app.auth.principal import Principal
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.version import PluginVersion
from app.database import Database
from app.execution.execution import Execution, ExecutionState
from app.jobs.repository import DONE
from app.journal.entry import Entry
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.repositories import CREATED_BY, MEMBER_OF
from app.ontology.role import Role
from app.ontology.thing import Thing
from app.packed import pack
from app.plugins.instance import InstanceProperties, PluginInstance
from app.plugins.state import InstanceState
from app.record import Record

PAGE = 100


@dataclass
class World:
    """What was stored, and who looks at it."""

    group: str
    principal: Principal


async def fill(database: Database) -> World:
    """Store a page of each kind, and neighbours of each."""
    group = Group(slug="world", name="World")
    owner = Person(username="owner", display_name="Owner")
    children = [Group(slug=f"child-{n}", name="Child", parent=group.id) for n in range(PAGE)]
    people = [owner, *(Person(username=f"p{n}", display_name="P") for n in range(PAGE))]
    roles = {each.id: Role.ORG_OWNER for each in (group, *children)}
    await _store(database, [group, *children, *people])
    await _store(database, [_member(person, group) for person in people])
    await _store(database, [_member(owner, child) for child in children])
    for number in range(PAGE):
        await _store(database, _one_of_each(number, group.id, people[number].id))
    return World(group.id, Principal(owner, roles))


def _member(person: Person, group: Group) -> Connection:
    role = {"role": Role.ORG_OWNER.value}
    return Connection(
        type=MEMBER_OF, source=person.id, target=group.id, group=group.id, metadata=role
    )


def _one_of_each(number: int, group: str, person: str) -> list[Record]:
    name = f"plugin-{number}"
    plugin = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    version = PluginVersion(plugin=plugin.id, name=name, version="1.0.0")
    agent = Thing(type="engineering_agent", name=f"agent {number}", group=group)
    thing = Thing(type="blog_post", name=f"post {number}", group=group)
    instance = PluginInstance(
        name=name,
        group=group,
        properties=InstanceProperties(
            plugin=plugin.id, version="1.0.0", state=InstanceState.ACTIVE, agents=[agent.id]
        ),
    )
    execution = _execution(group, instance.id, plugin.id, agent.id, person)
    ends = [plugin.id, instance.id, agent.id, thing.id, execution.id]
    return [
        *(plugin, version, agent, thing, instance, execution),
        Connection(type=CREATED_BY, source=plugin.id, target=person),
        Connection(type="references", source=thing.id, target=agent.id, group=group),
        Connection(type="owns", source=group, target=thing.id, group=group),
        Connection(type="following", source=person, target=thing.id, group=group),
        Entry(subject=execution.id, seq=0, data={"logs": [_line(), _line(), _line()]}),
        *(
            Event(type=EventType.ENTITY_UPDATED, actor=person, target=end, group=group)
            for end in ends
        ),
        *(Knowledge(type="document", text="x", source=end, group=group) for end in ends),
    ]


def _execution(group: str, instance: str, plugin: str, agent: str, person: str) -> Execution:
    return Execution(
        group=group,
        instance=instance,
        plugin=plugin,
        agent=agent,
        requested_by=person,
        capability="ACTION",
        name="HELLO",
        params=pack({}),
        timeout_ms=1000,
        state=ExecutionState.SUCCEEDED,
        queue=DONE,
    )


def _line() -> dict[str, object]:
    return {"at": Entry(subject="", seq=0, data={}).at, "stream": "stdout", "text": "line"}


async def _store(database: Database, documents: list[Record]) -> None:
    by_name: dict[str, list[Record]] = {}
    for document in documents:
        by_name.setdefault(type(document).Settings.name, []).append(document)
    for same in by_name.values():
        rows = [{"_id": each.id} | each.model_dump(exclude={"id", "revision_id"}) for each in same]
        await database.collection(type(same[0])).insert_many(rows)
