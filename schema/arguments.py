"""Arguments that several fields take."""

from typing import Annotated, TypeAlias

import strawberry

Identifier: TypeAlias = Annotated[
    strawberry.ID, strawberry.argument(description="An id from one of this API's answers.")
]
GroupId: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="The group's id.")]
GroupOrCatalogue: TypeAlias = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The group's id; left out: the public catalogue."),
]
Cursor: TypeAlias = Annotated[
    str | None,
    strawberry.argument(description="The last cursor seen: nothing is missed or repeated."),
]
EventTypes: TypeAlias = Annotated[
    list[str] | None, strawberry.argument(description="Only of these event types, 100 at most.")
]
