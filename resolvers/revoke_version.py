"""The mutation ``revokeVersion``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.plugin_version import PluginVersion
from schema.revoke_version import RevokeVersionInput, RevokeVersionPayload, RevokeVersionResult


@strawberry.mutation(
    description="Let no instance of a version run, in any group: within a second.",
    extensions=[Needs(Permission.REVOKE_VERSIONS), AnswersErrors()],
)
async def revoke_version(info: Info, input: RevokeVersionInput) -> RevokeVersionResult:  # noqa: A002 - Relay's name
    """Revoke a version."""
    version = await info.context.services.revocations.revoke(
        info.context.caller, input.plugin, input.version, input.reason
    )
    return RevokeVersionPayload(version=PluginVersion.of(version))
