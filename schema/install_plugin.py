"""Input and result of ``installPlugin``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import (
    InvalidInput,
    NameTaken,
    NotAllowed,
    NotFound,
    PluginNotFound,
    RateLimited,
    SecretInSettings,
    Unauthenticated,
    VersionIncompatible,
    VersionRevoked,
)
from schema.plugin_instance import PluginInstance
from schema.secret_input import SecretInput


@strawberry.input(description="What to install, and where.")
class InstallPluginInput:
    """The input of ``installPlugin``."""

    group: strawberry.ID = strawberry.field(description="The group that gets it.")
    plugin: str = strawberry.field(description="An id or an npm name.")
    version: str | None = strawberry.field(
        default=None, description="Exact, a range or a tag; the latest when left out."
    )
    name: str | None = strawberry.field(
        default=None, description="1 to 100 characters, unique in the group; else the npm name."
    )
    settings: JSON | None = strawberry.field(
        default=None, description="An object of at most 64 kB, without secrets."
    )
    secrets: list[SecretInput] | None = strawberry.field(
        default=None, description="Kept encrypted, and never shown."
    )
    permissions: list[str] | None = strawberry.field(
        default=None,
        description="What the plugin may do: network.external, storage.read, "
        "storage.write, secrets.access, events.publish, knowledge.query, browser.use. "
        "Left out: what `secrets` and `allowedHosts` need.",
    )
    allowed_hosts: list[str] | None = strawberry.field(
        default=None,
        description="Where its requests may go: api.example.com, "
        "api.example.com:8443 or *.example.com.",
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 200 characters; the same one again answers with the first outcome.",
    )


@covered
@strawberry.type(description="The instance, INSTALLING; follow it with `installProgress`.")
class InstallPluginPayload:
    """The payload of ``installPlugin``."""

    instance: PluginInstance = strawberry.field(description="The new instance.")


InstallPluginResult: TypeAlias = Annotated[
    InstallPluginPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | SecretInSettings
    | PluginNotFound
    | VersionIncompatible
    | VersionRevoked
    | NameTaken
    | RateLimited,
    strawberry.union("InstallPluginResult", description="The instance, or why there is none."),
]
