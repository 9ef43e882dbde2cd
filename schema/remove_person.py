"""Input and result of ``removePerson``."""

from typing import Annotated, TypeAlias

import strawberry

from schema.access import covered
from schema.errors import InvalidInput, LastOwner, NotAllowed, NotFound, Unauthenticated
from schema.group import Group


@strawberry.input(description="Whose membership to end.")
class RemovePersonInput:
    """The input of ``removePerson``."""

    membership: strawberry.ID = strawberry.field(
        description="A membership of your group. The person's connections in the group go with it."
    )


@covered
@strawberry.type(description="The group without that person.")
class RemovePersonPayload:
    """The payload of ``removePerson``."""

    group: Group = strawberry.field(description="The group as it is now.")
    membership: strawberry.ID = strawberry.field(description="The id of what has ended.")


RemovePersonResult: TypeAlias = Annotated[
    RemovePersonPayload | Unauthenticated | NotAllowed | NotFound | InvalidInput | LastOwner,
    strawberry.union("RemovePersonResult", description="The group, or why the person stays."),
]
