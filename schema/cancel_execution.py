"""Input and result of ``cancelExecution``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidState, NotAllowed, NotFound, Unauthenticated
from schema.execution import Execution


@strawberry.input(description="An execution.")
class CancelExecutionInput:
    """The input of ``cancelExecution``."""

    execution: strawberry.ID = strawberry.field(description="QUEUED or RUNNING.")


@covered
@strawberry.type(description="CANCELLED, or RUNNING for the moment until its process is gone.")
class CancelExecutionPayload:
    """The payload of ``cancelExecution``."""

    execution: Execution = strawberry.field(description="The execution as it is now.")


CancelExecutionResult: TypeAlias = Annotated[
    CancelExecutionPayload | Unauthenticated | NotAllowed | NotFound | InvalidState,
    strawberry.union("CancelExecutionResult", description="The execution, or why it goes on."),
]
