"""Scrubbing texts and JSON values."""

from collections.abc import Iterable

from sandbox.grants.secret import Secret
from sandbox.scrub.forms import text_forms
from sandbox.scrub.text_stream import TextStream
from sandbox.worker.call import Json


class Scrubber:
    """Replaces every secret, in whatever spelling ``sandbox.scrub.forms`` knows.

    What is shorter than six characters is looked for as it is.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._masks = {
            form: f"[secret {secret.key}]"
            for secret in secrets
            for form in text_forms(secret.value)
        }
        self._forms = sorted(self._masks, key=len, reverse=True)

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._forms)

    def text(self, text: str) -> str:
        """Give a text without secrets."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, self._masks[form])
        return text

    def json(self, value: Json) -> Json:
        """Give a value without secrets, in its keys neither."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.json(item) for key, item in value.items()}
        return self._number(value)

    def stream(self) -> TextStream:
        """Begin to scrub a text that comes in pieces."""
        return TextStream(self.text, self._forms)

    def _number(self, value: int | float | bool | None) -> Json:
        if value is None or isinstance(value, bool):
            return value
        shown = str(value)
        scrubbed = self.text(shown)
        return value if scrubbed == shown else scrubbed
