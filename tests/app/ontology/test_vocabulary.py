"""Only the ontology's own type names are stored."""

import pytest
from pydantic import ValidationError

from app.database import Database
from app.ontology import vocabulary
from app.ontology.connection import Connection
from app.ontology.event_type import EventType
from app.ontology.group import Group
from app.ontology.knowledge import Knowledge
from app.ontology.repositories import CREATED_BY, MEMBER_OF
from app.ontology.thing import Thing


def test_every_event_of_this_server_is_one_of_the_ontology() -> None:
    assert set(EventType) <= vocabulary.EVENT_TYPES


def test_plugins_instances_and_agents_are_types_of_things() -> None:
    names = {vocabulary.PLUGIN, vocabulary.INSTANCE} | vocabulary.AGENT_TYPES
    assert names <= vocabulary.THING_TYPES


def test_what_only_the_server_writes_are_types_and_no_agents() -> None:
    assert vocabulary.SERVER_THING_TYPES < vocabulary.THING_TYPES - vocabulary.AGENT_TYPES
    assert {vocabulary.PLUGIN, vocabulary.INSTANCE} < vocabulary.SERVER_THING_TYPES
    assert vocabulary.SERVER_CONNECTION_TYPES < vocabulary.CONNECTION_TYPES
    assert {MEMBER_OF, CREATED_BY} < vocabulary.SERVER_CONNECTION_TYPES


async def test_another_name_is_refused(database: Database) -> None:
    assert database  # documents can be made once it is open
    with pytest.raises(ValidationError, match="no type of the ontology"):
        Thing(type="nonsense", name="x")
    with pytest.raises(ValidationError, match="no type of the ontology"):
        Thing(type="product", name="x", status="nonsense")
    with pytest.raises(ValidationError, match="no type of the ontology"):
        Connection(type="nonsense", source="a", target="b")
    with pytest.raises(ValidationError, match="no type of the ontology"):
        Group(slug="a", name="A", type="nonsense")
    with pytest.raises(ValidationError, match="no type of the ontology"):
        Knowledge(type="nonsense")


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A", "a b", "a" * 65, "ä"])
async def test_a_slug_is_fit_for_addresses(database: Database, slug: str) -> None:
    assert database
    with pytest.raises(ValidationError):
        Group(slug=slug, name="A")
