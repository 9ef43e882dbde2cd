"""A call to a plugin and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sandbox.grants.grants import NOTHING, Grants

if TYPE_CHECKING:
    from sandbox.worker.host import Host

Json: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None
"""A JSON value. Binary is ``{"$base64": "..."}``; ``node/worker/encode.mjs`` lists all forms."""


class CallKind(StrEnum):
    """Which part of a plugin is called."""

    ACTION = "ACTION"
    PROVIDER = "PROVIDER"
    EVALUATOR = "EVALUATOR"
    SERVICE = "SERVICE"
    MODEL = "MODEL"
    ROUTE = "ROUTE"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: ``text`` is the message an agent would have been sent.

    ``params`` are an action's options, a model's parameters or the body of a request; ``method``
    and its positional ``args`` are for services. A route is named by the path of a request, and
    its ``method`` is the HTTP verb, GET if there is none.
    """

    kind: CallKind
    name: str
    method: str | None = None
    params: dict[str, Any] | None = None
    args: list[Any] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """What a worker runs: an artefact folder (the plugin's package is its root), as whom, and
    what it may do.

    ``one_shot``: it ends after each call, so that no state of the plugin survives one.
    ``bundled``: its bundle is imported, which the artefact then has.
    ``character``: what elizaOS knows of the agent beside its name.
    ``host``: does what it asks while it starts.
    ``memory_bytes``: its limit, where that is more than all workers have.
    """

    artifact: Path
    settings: Mapping[str, Json]
    agent_id: str
    agent_name: str
    grants: Grants = NOTHING
    one_shot: bool = False
    character: Mapping[str, Json] = field(default_factory=dict)
    bundled: bool = False
    host: "Host | None" = field(default=None, compare=False)
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call returned, what it said through its callback, and what it took.

    Time and memory are measured from outside the worker; the memory is the highest since the
    call began.
    """

    result: Json
    callbacks: list[Json]
    duration_ms: float
    peak_memory_bytes: int
