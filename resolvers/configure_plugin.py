"""The mutation ``configurePlugin``."""

import strawberry

from app.auth.permission import Permission
from app.plugins.instance_change import InstanceChange
from schema.access import Needs
from schema.configure_plugin import (
    ConfigurePluginInput,
    ConfigurePluginPayload,
    ConfigurePluginResult,
)
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_instance import PluginInstance
from schema.secret_input import given_secrets


@strawberry.mutation(
    description="Change the settings, secrets and grants of an instance.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def configure_plugin(
    info: Info,
    input: ConfigurePluginInput,  # noqa: A002 - Relay's name
) -> ConfigurePluginResult:
    """Change what is given."""
    instance = await info.context.services.configuring.configure(
        info.context.caller, str(input.instance), _change(input)
    )
    return ConfigurePluginPayload(instance=PluginInstance.of(instance))


def _change(given: ConfigurePluginInput) -> InstanceChange:
    return InstanceChange(
        settings={} if given.settings is None else given.settings,
        secrets=given_secrets(given.secrets),
        remove_secrets=given.remove_secrets or (),
        permissions=given.permissions,
        allowed_hosts=given.allowed_hosts,
        pinned_hosts=given.pinned_hosts,
        requests_per_minute=given.requests_per_minute,
        memory_mb=given.memory_mb,
        resident=given.resident,
        one_shot=given.one_shot,
        cache_seconds=given.cache_seconds,
    )
