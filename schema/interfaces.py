"""What things of several types have in common."""

import strawberry


@strawberry.interface(description="Anything with an id of its own; fetch it again with `node`.")
class Node:
    """An object that can be fetched again by its id."""

    id: strawberry.ID = strawberry.field(description="Stable, and unique over all types.")


@strawberry.interface(description="Why a mutation did nothing. `code` is stable.")
class UserError:
    """An error that a mutation answers with."""

    code: str = strawberry.field(description="A stable name for programs.")
    message: str = strawberry.field(description="What is wrong.")
    hint: str | None = strawberry.field(description="What would be right.")
