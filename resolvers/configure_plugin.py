"""The mutation ``configurePlugin``."""

import strawberry

from schema.configure_plugin import (
    ConfigurePluginInput,
    ConfigurePluginPayload,
    ConfigurePluginResult,
)
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance


@strawberry.mutation(
    description="Change the settings of an instance. Needs ORG_OWNER.",
    extensions=[AnswersErrors()],
)
async def configure_plugin(
    info: Info,
    input: ConfigurePluginInput,  # noqa: A002 - Relay's name
) -> ConfigurePluginResult:
    """Merge settings."""
    settings: object = {} if input.settings is None else input.settings
    instance = await info.context.services.lifecycle.configure(
        info.context.principal, str(input.instance), settings
    )
    return ConfigurePluginPayload(instance=PluginInstance.of(instance))
