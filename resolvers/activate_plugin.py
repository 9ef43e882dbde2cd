"""The mutation ``activatePlugin``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.activate_plugin import ActivatePluginPayload, ActivatePluginResult, InstanceAgentInput
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance


@strawberry.mutation(
    description="Let an instance execute: for one agent or, without `agent`, for the whole group. "
    "Settings that are said to be required may be missing.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def activate_plugin(
    info: Info,
    input: InstanceAgentInput,  # noqa: A002 - Relay's name
) -> ActivatePluginResult:
    """Activate an instance."""
    instance = await info.context.services.lifecycle.activate(
        info.context.caller,
        str(input.instance),
        input.agent,
        accept_findings=bool(input.accept_findings),
    )
    return ActivatePluginPayload(instance=PluginInstance.of(instance))
