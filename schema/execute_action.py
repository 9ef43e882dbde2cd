"""Input and result of ``executeAction``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.enums import CapabilityKind
from schema.errors import (
    CapabilityNotFound,
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    QuotaExceeded,
    RateLimited,
    Unauthenticated,
    VersionRevoked,
)
from schema.execution import Execution


@strawberry.input(description='What to call, and with what. Binary values: {"$base64": "..."}.')
class ExecuteActionInput:
    """The input of ``executeAction``."""

    instance: strawberry.ID = strawberry.field(description="An ACTIVE instance.")
    kind: CapabilityKind | None = strawberry.field(
        default=CapabilityKind.ACTION, description="What kind of thing is called."
    )
    name: str = strawberry.field(
        description="Of the capability; for a service its serviceType; for a route the path of "
        "the request, perhaps with a query."
    )
    method: str | None = strawberry.field(
        default=None,
        description="For a service: its method; `part.method` for one of an object that it holds. "
        "For a route: the HTTP verb, GET when left out.",
    )
    params: JSON | None = strawberry.field(
        default=None,
        description="An object: options of an action, parameters of a model, body of a route.",
    )
    args: list[JSON] | None = strawberry.field(
        default=None,
        description="Positional arguments of a service's method; the agent's runtime, which some "
        'want, is {"$runtime": true}.',
    )
    text: str | None = strawberry.field(default=None, description="The message it answers.")
    agent: strawberry.ID | None = strawberry.field(
        default=None, description="On behalf of which agent; needed where it is active for some."
    )
    timeout_ms: int | None = strawberry.field(
        default=None,
        description="Milliseconds until it is stopped: by default 30000, and 300000 at most.",
    )
    priority: int | None = strawberry.field(default=0, description="-10 to 10; higher ones first.")
    wait: bool | None = strawberry.field(
        default=False, description="true: answer when it has ended, whatever the end."
    )
    fresh: bool | None = strawberry.field(
        default=False, description="true: never answered with what a provider said before."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 200 characters; the same one again answers with the first outcome.",
    )


@covered
@strawberry.type(description="The execution; follow it with `executionStatus`.")
class ExecuteActionPayload:
    """The payload of ``executeAction``."""

    execution: Execution = strawberry.field(description="QUEUED, or ended when you waited.")


ExecuteActionResult: TypeAlias = Annotated[
    ExecuteActionPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | InvalidState
    | VersionRevoked
    | CapabilityNotFound
    | RateLimited
    | QuotaExceeded,
    strawberry.union("ExecuteActionResult", description="The execution, or why there is none."),
]
