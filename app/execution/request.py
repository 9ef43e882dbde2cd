"""What a caller asks to be executed."""

from dataclasses import dataclass
from typing import Any

import orjson

from app.catalog.capability import CapabilityKind
from app.errors import InvalidInput
from app.ontology.values import check_length
from app.settings import Settings

MAX_NAME = 200
MAX_KEY = 200
MAX_PRIORITY = 10


@dataclass(frozen=True, slots=True)
class ExecutionRequest:
    """One call; see ``ExecuteActionInput`` for what the fields mean to each kind."""

    instance: str
    name: str
    capability: CapabilityKind = CapabilityKind.ACTION
    method: str | None = None
    params: Any = None
    args: list[Any] | None = None
    text: str | None = None
    agent: str | None = None
    timeout_ms: int | None = None
    priority: int = 0
    idempotency_key: str | None = None
    fresh: bool = False

    def check(self, settings: Settings) -> None:
        """Refuse what cannot be executed whatever the plugin.

        Raises:
            InvalidInput: says which field, and what would be right.
        """
        self._check_names()
        self._check_payload(settings.value_bytes)
        longest = settings.execution_timeout_max_ms
        if self.timeout_ms is not None and not 1 <= self.timeout_ms <= longest:
            raise InvalidInput(f"timeoutMs is {self.timeout_ms}.", f"1 to {longest} milliseconds.")
        if abs(self.priority) > MAX_PRIORITY:
            raise InvalidInput(
                f"priority is {self.priority}.", f"-{MAX_PRIORITY} to {MAX_PRIORITY}."
            )

    def _check_names(self) -> None:
        check_length("name", self.name, MAX_NAME)
        if self.capability is CapabilityKind.SERVICE and not self.method:
            raise InvalidInput("A service needs a method.", "Say which in `method`.")
        if self.idempotency_key is not None:
            check_length("idempotencyKey", self.idempotency_key, MAX_KEY)

    def _check_payload(self, limit: int) -> None:
        if self.params is not None and not isinstance(self.params, dict):
            raise InvalidInput("params is no object.", 'Send {"key": value, ...}.')
        if self.args is not None and self.capability is not CapabilityKind.SERVICE:
            raise InvalidInput("args are for services.", "Use `params` here.")
        try:
            size = len(orjson.dumps([self.params, self.args, self.text]))
        except (TypeError, ValueError) as error:
            raise InvalidInput(f"The values are no JSON: {error}.", None) from None
        if size > limit * 4 // 3 + 1024:  # base64 makes three bytes four
            raise InvalidInput(f"The values take {size} bytes.", f"{limit} at most.")
