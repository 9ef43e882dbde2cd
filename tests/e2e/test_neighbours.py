"""What one node says of another can be followed from both."""

from tests.e2e.plugins import executed
from tests.e2e.writing import write
from tests.people import People
from tests.serving import Json

EVENTS_OF = """query ($id: ID!) {{ node(id: $id) {{ ... on {type} {{
    events(first: 1) {{ nodes {{ type target {{ __typename id }} }} }} }} }} }}"""
ABOUT = """query ($id: ID!) { node(id: $id) { ... on Person {
    knowledge { nodes { id source { __typename id } } } } } }"""


async def last_event_of(people: People, type_: str, identifier: str) -> Json:
    answer = await people.user.data(EVENTS_OF.format(type=type_), id=identifier)
    return answer["node"]["events"]["nodes"][0]


async def test_a_connection_and_what_happened_to_it(people: People) -> None:
    given = {"group": people.demo, "type": "report", "name": "Neighbour"}
    thing = (await write(people.owner, "createThing", "thing { id }", **given))["thing"]["id"]
    ends = {"from": people.demo, "to": thing, "type": "owns"}
    made = await write(people.owner, "connect", "relation { id }", group=people.demo, **ends)
    relation = made["relation"]["id"]
    event = await last_event_of(people, "Relation", relation)
    assert event["type"] == "entity_created"
    assert event["target"] == {"__typename": "Relation", "id": relation}


async def test_knowledge_and_what_happened_to_it(people: People) -> None:
    given = {"group": people.demo, "text": "Neighbours know each other."}
    made = await write(people.owner, "addKnowledge", "knowledge { id }", **given)
    knowledge = made["knowledge"]["id"]
    event = await last_event_of(people, "Knowledge", knowledge)
    assert event["type"] == "entity_created"
    assert event["target"] == {"__typename": "Knowledge", "id": knowledge}


async def test_an_execution_and_what_happened_to_it(people: People, starter: str) -> None:
    execution = (await executed(people.user, starter, "HELLO_WORLD"))["id"]
    event = await last_event_of(people, "Execution", execution)
    assert event["type"] == "plugin_action_executed"
    assert event["target"] == {"__typename": "Execution", "id": execution}


async def test_a_person_and_what_is_known_about_them(people: People) -> None:
    person = (await people.user.data("{ me { id } }"))["me"]["id"]
    given = {"group": people.demo, "text": "Prefers to be called in the morning.", "source": person}
    made = await write(people.owner, "addKnowledge", "knowledge { id }", **given)
    about = (await people.user.data(ABOUT, id=person))["node"]["knowledge"]["nodes"]
    expected = {"id": made["knowledge"]["id"], "source": {"__typename": "Person", "id": person}}
    assert expected in about
    seen = await people.customer.data(ABOUT, id=person)
    assert seen["node"]["knowledge"]["nodes"] == []
