"""The mutation ``restoreVersion``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_version import PluginVersion
from schema.restore_version import RestoreVersionInput, RestoreVersionPayload, RestoreVersionResult


@strawberry.mutation(
    description="Let a revoked version run again.",
    extensions=[Needs(Permission.REVOKE_VERSIONS), AnswersErrors()],
)
async def restore_version(info: Info, input: RestoreVersionInput) -> RestoreVersionResult:  # noqa: A002 - Relay's name
    """Restore a version."""
    version = await info.context.services.revocations.restore(
        info.context.caller, input.plugin, input.version
    )
    return RestoreVersionPayload(version=PluginVersion.of(version))
