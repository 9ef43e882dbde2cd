"""Finding instances and agents on behalf of a caller."""

from app.auth.caller import Caller
from app.errors import InvalidState, NotFound
from app.ontology import vocabulary
from app.ontology.repositories import ThingRepository
from app.ontology.thing import ARCHIVED
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository


async def instance_for(
    caller: Caller, identifier: str, instances: InstanceRepository
) -> PluginInstance:
    """The instance, when the caller has the call's permission in its group.

    Raises:
        Unauthenticated, NotFound, NotAllowed: see ``Caller.require_for``.
    """
    instance = await instances.get(identifier)
    return caller.require_for("plugin instance", identifier, instance)


async def require_agent(identifier: str, group: str | None, things: ThingRepository) -> None:
    """Let pass what is an agent of the group, and not archived.

    Raises:
        NotFound: no such agent, or another group's: one answer.
        InvalidState: the agent is archived.
    """
    agent = await things.get(identifier)
    if agent is None or agent.group != group or agent.type not in vocabulary.AGENT_TYPES:
        raise NotFound.of("agent", identifier)
    if agent.status == ARCHIVED:
        raise InvalidState("The agent is archived.", "Give it another status with updateThing.")
