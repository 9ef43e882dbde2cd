"""Finding instances and agents on behalf of a caller."""

from app.auth.permission import Permission
from app.auth.principal import Principal
from app.errors import NotFound
from app.ontology import vocabulary
from app.ontology.repositories import ThingRepository
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository


async def instance_for(
    principal: Principal, permission: Permission, identifier: str, instances: InstanceRepository
) -> PluginInstance:
    """The instance, when the caller has ``permission`` in its group.

    Raises:
        Unauthenticated: a stranger calls.
        NotFound: no such instance, or not the caller's to see: one answer after the same reads.
        NotAllowed: the caller sees it, in a role that lacks the permission.
    """
    principal.require_person()
    instance = await instances.get(identifier)
    if instance is None or not principal.may(Permission.READ_DATA, instance.group):
        raise NotFound.of("plugin instance", identifier)
    principal.require(permission, instance.group)
    return instance


async def require_agent(identifier: str, group: str | None, things: ThingRepository) -> None:
    """Let pass what is an agent of the group.

    Raises:
        NotFound: no such agent, or another group's: one answer.
    """
    agent = await things.get(identifier)
    if agent is None or agent.group != group or agent.type not in vocabulary.AGENT_TYPES:
        raise NotFound.of("agent", identifier)
