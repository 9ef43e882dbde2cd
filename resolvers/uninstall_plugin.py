"""The mutation ``uninstallPlugin``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance
from schema.uninstall_plugin import InstanceInput, UninstallPluginPayload, UninstallPluginResult


@strawberry.mutation(
    description="End an instance and what it runs; its history stays.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def uninstall_plugin(info: Info, input: InstanceInput) -> UninstallPluginResult:  # noqa: A002 - Relay's name
    """Uninstall an instance."""
    instance = await info.context.services.lifecycle.uninstall(
        info.context.caller, str(input.instance)
    )
    return UninstallPluginPayload(instance=PluginInstance.of(instance))
