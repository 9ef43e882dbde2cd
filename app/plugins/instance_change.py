"""What an owner changes of an instance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.secrets.given import GivenSecret


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceChange:
    """Only what is given changes.

    Attributes:
        settings: merged into what is set; null removes a key.
        secrets: set, or replaced.
        remove_secrets: their keys.
        permissions: all that are granted from now on.
        allowed_hosts: all that may be reached from now on.
        pinned_hosts: those whose TLS passes through unread from now on.
        requests_per_minute: to these.
        memory_mb: of each of its processes, in MiB.
        resident: whether it stays up between calls.
        cache_seconds: how long answers of its providers are kept.
        one_shot: whether each call runs in a process of its own.
    """

    settings: Any = field(default_factory=dict)
    secrets: Sequence[GivenSecret] = ()
    remove_secrets: Sequence[str] = ()
    permissions: Sequence[str] | None = None
    allowed_hosts: Sequence[str] | None = None
    pinned_hosts: Sequence[str] | None = None
    requests_per_minute: int | None = None
    memory_mb: int | None = None
    one_shot: bool | None = None
    cache_seconds: int | None = None
    resident: bool | None = None
