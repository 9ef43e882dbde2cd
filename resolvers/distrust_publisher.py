"""The mutation ``distrustPublisher``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.distrust_publisher import (
    DistrustPublisherInput,
    DistrustPublisherPayload,
    DistrustPublisherResult,
)
from schema.errors import AnswersErrors
from schema.publisher import Publisher


@strawberry.mutation(
    description="Let a publisher's signatures count no longer. What is active runs on; "
    "revokeVersion ends it.",
    extensions=[Needs(Permission.UPLOAD_PLUGINS), AnswersErrors()],
)
async def distrust_publisher(info: Info, input: DistrustPublisherInput) -> DistrustPublisherResult:  # noqa: A002 - Relay's name
    """Distrust a publisher."""
    publisher = await info.context.services.publishers.distrust(
        info.context.caller, str(input.publisher)
    )
    return DistrustPublisherPayload(publisher=Publisher.of(publisher))
