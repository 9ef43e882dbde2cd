"""Reading the body of ``POST /execute``."""

from collections.abc import Mapping
from typing import Any

import orjson

from app.catalog.capability import CapabilityKind
from app.errors import InvalidInput, SecretsInBody
from app.execution.request import ExecutionRequest

_TYPES: Mapping[str, tuple[type, str]] = {
    "instance": (str, "a text"),
    "action": (str, "a text"),
    "kind": (str, "a text"),
    "method": (str, "a text"),
    "params": (dict, "an object"),
    "args": (list, "a list"),
    "text": (str, "a text"),
    "agent": (str, "a text"),
    "timeout": (int, "a whole number of milliseconds"),
    "idempotencyKey": (str, "a text"),
}


def read_body(body: bytes) -> ExecutionRequest:
    """What a body asks for.

    Raises:
        InvalidInput: no JSON object, or a field that is missing, unknown or of another type.
        SecretsInBody: secrets come along.
    """
    given = _object(body)
    if "secrets" in given:
        raise SecretsInBody(
            "Secrets do not travel with calls.",
            "Leave `secrets` out; its owner gives them to the instance with configurePlugin.",
        )
    fields = {name: value for name, value in given.items() if value is not None}
    for name, value in fields.items():
        _check(name, value)
    for name in ("instance", "action"):
        if name not in fields:
            raise InvalidInput(f"{name} is missing.", 'Send {"instance": ID, "action": NAME}.')
    return _request(fields)


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"The body is no JSON: {error}.", "Send one JSON object.") from None
    if not isinstance(given, dict):
        raise InvalidInput("The body is no JSON object.", 'Send {"instance": ID, "action": NAME}.')
    return given


def _check(name: str, value: object) -> None:
    if name not in _TYPES:
        raise InvalidInput(f"{name[:100]!r} is no field.", f"There are: {', '.join(_TYPES)}.")
    wanted, words = _TYPES[name]
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise InvalidInput(f"{name} has another type.", f"It is {words}.")


def _request(fields: Mapping[str, Any]) -> ExecutionRequest:
    return ExecutionRequest(
        instance=fields["instance"],
        name=fields["action"],
        capability=_kind(fields.get("kind", CapabilityKind.ACTION.value)),
        method=fields.get("method"),
        params=fields.get("params"),
        args=fields.get("args"),
        text=fields.get("text"),
        agent=fields.get("agent"),
        timeout_ms=fields.get("timeout"),
        idempotency_key=fields.get("idempotencyKey"),
    )


def _kind(name: str) -> CapabilityKind:
    try:
        return CapabilityKind(name)
    except ValueError:
        raise InvalidInput(
            f"kind cannot be {name[:100]!r}.", f"One of: {', '.join(CapabilityKind)}."
        ) from None
