"""What to try of a plugin."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """How a plugin is tried.

    Attributes:
        source: a folder with a ``package.json``, or a tarball.
        action: what to call: the name of an action, provider, evaluator or model, or
            ``service.method``; None: every action.
        params: options of an action, parameters of a model; a list: arguments of a method.
        text: the message that an action answers.
        calls: how often each is called, one after the other, in one worker.
        settings: of the plugin.
        secrets: of the plugin; those without hosts reach the worker.
        allowed_hosts: where its requests may go.
        permissions: what it may ask of its host, the network aside.
        timeout_seconds: of each call.
    """

    source: Path
    action: str | None = None
    params: Any = None
    text: str = "Hello"
    calls: int = 1
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: tuple[Secret, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    permissions: frozenset[Permission] = frozenset()
    timeout_seconds: float = 30.0
