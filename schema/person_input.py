"""Naming a person who may or may not be here yet."""

import strawberry


@strawberry.input(description="A person by `email`; without it, by `username`.")
class PersonInput:
    """Part of the input of ``createTenant``."""

    email: str | None = strawberry.field(
        default=None, description="Finds the person when given; at most 320 characters."
    )
    username: str | None = strawberry.field(
        default=None,
        description="Without `email`: finds the person. With it: how the username of somebody new "
        "begins. 1 to 100 letters and digits, with `.`, `-` and `_` between them.",
    )
    display_name: str | None = strawberry.field(
        default=None, description="For somebody new: 1 to 200 characters."
    )
