"""The mutation ``uninstallPlugin``."""

import strawberry

from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance
from schema.uninstall_plugin import InstanceInput, UninstallPluginPayload, UninstallPluginResult


@strawberry.mutation(
    description="End an instance and what it runs; its history stays. Needs ORG_OWNER.",
    extensions=[AnswersErrors()],
)
async def uninstall_plugin(info: Info, input: InstanceInput) -> UninstallPluginResult:  # noqa: A002 - Relay's name
    """Uninstall an instance."""
    instance = await info.context.services.lifecycle.uninstall(
        info.context.principal, str(input.instance)
    )
    return UninstallPluginPayload(instance=PluginInstance.of(instance))
