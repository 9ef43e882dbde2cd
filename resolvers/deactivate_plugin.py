"""The mutation ``deactivatePlugin``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.activate_plugin import InstanceAgentInput
from schema.context import Info
from schema.deactivate_plugin import DeactivatePluginPayload, DeactivatePluginResult
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance


@strawberry.mutation(
    description="Stop an instance for one agent or, without `agent`, for all.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def deactivate_plugin(info: Info, input: InstanceAgentInput) -> DeactivatePluginResult:  # noqa: A002 - Relay's name
    """Deactivate an instance."""
    instance = await info.context.services.lifecycle.deactivate(
        info.context.caller, str(input.instance), input.agent
    )
    return DeactivatePluginPayload(instance=PluginInstance.of(instance))
