"""Things without a type of their own."""

from typing import Self

import strawberry

from app.auth.permission import Permission
from app.ontology import vocabulary
from app.ontology.agent_row import with_row
from app.ontology.thing import Thing as ThingRecord
from schema import nodes
from schema.access import needs
from schema.thing import Thing, thing_fields

_OTHERS = vocabulary.THING_TYPES - vocabulary.AGENT_TYPES - {vocabulary.PLUGIN, vocabulary.INSTANCE}


@needs(Permission.READ_DATA, or_public=True)
@strawberry.type(description="A thing of any type that has none of its own here.")
class GenericThing(Thing):
    """A thing as it is stored."""

    @classmethod
    def of(cls, record: ThingRecord) -> Self:
        """The API's view of a stored thing."""
        properties = with_row(record.properties, record.agent_row)
        return cls(**thing_fields(record, properties))


nodes.makes(_OTHERS)(GenericThing.of)
