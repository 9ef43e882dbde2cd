"""A secret as a caller gives it."""

from collections.abc import Sequence

import strawberry

from app.secrets.given import GivenSecret
from sandbox.grants.secret import USUAL_POSITIONS


@strawberry.input(
    description="A secret: write-only. With `hosts` the plugin gets a placeholder, and the value "
    "is put in on the way to these hosts alone. Without, the plugin gets the value, as it must "
    "where it signs with it."
)
class SecretInput:
    """A secret."""

    key: str = strawberry.field(description="The setting under which the plugin looks for it.")
    value: str = strawberry.field(description="8 to 8,192 characters; never shown again.")
    hosts: list[str] | None = strawberry.field(
        default=None, description="As in `allowedHosts`: where the value may go."
    )
    positions: list[str] | None = strawberry.field(
        default=None,
        description="header, header:NAME, query, query:NAME, path or body: where in a request "
        "the value is put in; a WebSocket's messages are bodies. Left out: header, query, path.",
    )


def given_secrets(inputs: Sequence[SecretInput] | None) -> list[GivenSecret]:
    """What the services take."""
    return [
        GivenSecret(
            key=each.key,
            value=each.value,
            hosts=tuple(each.hosts or ()),
            positions=USUAL_POSITIONS if each.positions is None else tuple(each.positions),
        )
        for each in inputs or ()
    ]
