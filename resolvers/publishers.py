"""The query ``publishers``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.publisher import Publisher


@strawberry.field(
    description="Whose signatures on uploaded packages count.",
    extensions=[Needs(Permission.UPLOAD_PLUGINS)],
)
async def publishers(info: Info) -> list[Publisher]:
    """Everybody who is trusted."""
    found = await info.context.services.publishers.trusted(info.context.caller)
    return [Publisher.of(each) for each in found]
