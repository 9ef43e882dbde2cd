"""The mutation ``trustPublisher``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.publisher import Publisher
from schema.trust_publisher import (
    TrustPublisherInput,
    TrustPublisherPayload,
    TrustPublisherResult,
)


@strawberry.mutation(
    description="Let the signatures of a key count on packages that are uploaded from now on.",
    extensions=[Needs(Permission.UPLOAD_PLUGINS), AnswersErrors()],
)
async def trust_publisher(info: Info, input: TrustPublisherInput) -> TrustPublisherResult:  # noqa: A002 - Relay's name
    """Trust a publisher."""
    publisher = await info.context.services.publishers.trust(
        info.context.caller, input.name, input.public_key
    )
    return TrustPublisherPayload(publisher=Publisher.of(publisher))
