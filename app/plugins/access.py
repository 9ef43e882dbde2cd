"""Finding an instance on behalf of a caller."""

from app.auth.permission import Permission
from app.auth.principal import Principal
from app.errors import NotFound
from app.plugins.instance import PluginInstance
from app.plugins.repository import InstanceRepository


async def instance_for(
    principal: Principal, permission: Permission, identifier: str, instances: InstanceRepository
) -> PluginInstance:
    """The instance, when the caller has ``permission`` in its group.

    Raises:
        Unauthenticated: a stranger calls.
        NotFound: no such instance, or another group's: one answer after the same reads.
        NotAllowed: the caller's role in the group lacks the permission.
    """
    principal.require_person()
    instance = await instances.get(identifier)
    if instance is None or instance.group not in principal.roles:
        raise NotFound.of("plugin instance", identifier)
    principal.require(permission, instance.group)
    return instance
