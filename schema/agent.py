"""Agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from app.auth.permission import Permission
from app.ontology import vocabulary
from app.ontology.thing import Thing as ThingRecord
from schema import nodes, plugin_instance
from schema.access import needs
from schema.context import Info
from schema.thing import Thing, thing_fields

if TYPE_CHECKING:
    from schema.plugin_instance import PluginInstance


@needs(Permission.READ_DATA)
@strawberry.type(description="A thing of one of the agent types; plugins are activated for it.")
class Agent(Thing):
    """An agent."""

    @classmethod
    def of(cls, record: ThingRecord) -> Self:
        """The API's view of a stored agent."""
        return cls(**thing_fields(record, record.properties))

    @strawberry.field(description="The instances that are active for this agent.")
    async def plugins(
        self, info: Info
    ) -> list[Annotated[PluginInstance, strawberry.lazy("schema.plugin_instance")]]:
        """Instances by agent."""
        found = await info.context.loaders.agent_instances.load(str(self.id))
        return [plugin_instance.PluginInstance.of(item) for item in found or []]


nodes.makes(vocabulary.AGENT_TYPES)(Agent.of)
