"""Input and result of ``chooseModels``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, NotAllowed, NotFound, Unauthenticated
from schema.group import Group


@strawberry.input(description="Whose models the plugins of a group use.")
class ChooseModelsInput:
    """The input of ``chooseModels``."""

    group: strawberry.ID = strawberry.field(description="Your group.")
    instance: strawberry.ID | None = strawberry.field(
        default=None,
        description="An instance of a plugin that offers models; left out: the operator's.",
    )


@covered
@strawberry.type(description="The group with its choice.")
class ChooseModelsPayload:
    """The payload of ``chooseModels``."""

    group: Group = strawberry.field(description="The group as it is now.")


ChooseModelsResult: TypeAlias = Annotated[
    ChooseModelsPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput,
    strawberry.union("ChooseModelsResult", description="The group, or why nothing changed."),
]
