"""The mutation ``installPlugin``."""

import strawberry

from app.auth.permission import Permission
from app.plugins.install_service import InstallRequest
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.install_plugin import InstallPluginInput, InstallPluginPayload, InstallPluginResult
from schema.plugin_instance import PluginInstance
from schema.secret_input import given_secrets


@strawberry.mutation(
    description="Install a plugin in a group; answers once the job is queued.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def install_plugin(info: Info, input: InstallPluginInput) -> InstallPluginResult:  # noqa: A002 - Relay's name
    """Queue an install."""
    instance = await info.context.services.installs.install(info.context.caller, _request(input))
    return InstallPluginPayload(instance=PluginInstance.of(instance))


def _request(given: InstallPluginInput) -> InstallRequest:
    return InstallRequest(
        group=str(given.group),
        plugin=given.plugin,
        version=given.version,
        name=given.name,
        settings={} if given.settings is None else given.settings,
        secrets=given_secrets(given.secrets),
        permissions=given.permissions,
        allowed_hosts=given.allowed_hosts or (),
        idempotency_key=given.idempotency_key,
    )
