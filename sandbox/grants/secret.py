"""Secrets that a worker may use."""

from dataclasses import dataclass, field

USUAL_POSITIONS = ("header", "query", "path")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One secret.

    Attributes:
        key: the setting under which the plugin looks for it.
        value: the real one.
        hosts: where it may go. With hosts the worker sees a placeholder, and the gateway puts the
            real value in; without, the worker gets the value itself.
        positions: where in a request the gateway puts it in: ``header``, ``header:NAME``,
            ``query``, ``query:NAME``, ``path`` or ``body`` (WebSocket messages too). A body is no
            usual one: what is written there may be shown to others.
    """

    key: str
    value: str = field(repr=False)
    hosts: tuple[str, ...] = ()
    positions: tuple[str, ...] = USUAL_POSITIONS
