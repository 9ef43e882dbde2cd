"""The mutation ``configurePlugin``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.configure_plugin import (
    ConfigurePluginInput,
    ConfigurePluginPayload,
    ConfigurePluginResult,
)
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance


@strawberry.mutation(
    description="Change the settings of an instance.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def configure_plugin(
    info: Info,
    input: ConfigurePluginInput,  # noqa: A002 - Relay's name
) -> ConfigurePluginResult:
    """Merge settings."""
    settings: object = {} if input.settings is None else input.settings
    instance = await info.context.services.lifecycle.configure(
        info.context.caller, str(input.instance), settings
    )
    return ConfigurePluginPayload(instance=PluginInstance.of(instance))
