"""Input and result of ``configurePlugin``."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.scalars import JSON

from schema.access import covered
from schema.errors import (
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    SecretInSettings,
    SignatureInvalid,
    Unauthenticated,
)
from schema.plugin_instance import PluginInstance
from schema.secret_input import SecretInput


@strawberry.input(description="What to change.")
class ConfigurePluginInput:
    """The input of ``configurePlugin``."""

    instance: strawberry.ID = strawberry.field(description="The instance.")
    settings: JSON | None = strawberry.field(
        default=None, description="Merged into what is set; null removes a key. No secrets."
    )
    secrets: list[SecretInput] | None = strawberry.field(
        default=None, description="Set, or replaced where the key is known."
    )
    remove_secrets: list[str] | None = strawberry.field(
        default=None, description="Keys of secrets to forget."
    )
    permissions: list[str] | None = strawberry.field(
        default=None,
        description="What the plugin may do: network.external, storage.read, "
        "storage.write, secrets.access, events.publish, knowledge.query, memory.read, "
        "memory.write, models.use, browser.use. "
        "The whole list; left out: unchanged, but for what `secrets` and `allowedHosts` need.",
    )
    allowed_hosts: list[str] | None = strawberry.field(
        default=None,
        description="Where its requests may go: api.example.com, "
        "api.example.com:8443 or *.example.com. The whole list.",
    )
    pinned_hosts: list[str] | None = strawberry.field(
        default=None,
        description="Hosts that pin their certificate. Their TLS passes through unread: no secret "
        "is put in, and bytes and time alone are limited. The whole list.",
    )
    requests_per_minute: int | None = strawberry.field(
        default=None, description="Requests to these hosts; 10 unless the operator says else."
    )
    memory_mb: int | None = strawberry.field(
        default=None,
        description="Memory of each of its processes, in MiB; 512 at least unless the operator "
        "says else.",
    )
    resident: bool | None = strawberry.field(
        default=None,
        description="true: it stays up between calls, for clients and services that listen. Calls "
        "of the group, or of its first agent where it is active for agents alone, go to it.",
    )
    cache_seconds: int | None = strawberry.field(
        default=None,
        description="How long answers of its providers are kept, and found in the group's "
        "knowledge: 0, at first, to 2592000.",
    )
    one_shot: bool | None = strawberry.field(
        default=None, description="true: each call in a process of its own; no state survives."
    )


@covered
@strawberry.type(description="The instance with its new settings.")
class ConfigurePluginPayload:
    """The payload of ``configurePlugin``."""

    instance: PluginInstance = strawberry.field(description="The instance as it is now.")


ConfigurePluginResult: TypeAlias = Annotated[
    ConfigurePluginPayload
    | Unauthenticated
    | NotAllowed
    | NotFound
    | InvalidInput
    | InvalidState
    | SecretInSettings
    | SignatureInvalid,
    strawberry.union("ConfigurePluginResult", description="The instance, or why nothing changed."),
]
