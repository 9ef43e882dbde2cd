"""What a model says, in the forms that the APIs of OpenAI's kind give it."""

import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.standins.stand_in import Json

_DONE = b"[DONE]"


@dataclass(frozen=True)
class ModelAnswer:
    """One answer; ``pieces`` is how it is streamed."""

    model: str
    prompt: str
    text: str
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def pieces(self) -> list[str]:
        """The text, a word at a time."""
        return re.findall(r"\S*\s*", self.text)[:-1]

    def chat(self) -> Json:
        """Of chat/completions."""
        message = {"role": "assistant", "content": self.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = self._chat_usage()
        return {**self._head("chat.completion"), "choices": [choice], "usage": usage}

    def chat_events(self) -> Sequence[Json]:
        """Of chat/completions with ``stream``."""
        head = self._head("chat.completion.chunk")
        deltas = [{"content": piece} for piece in self.pieces]
        chunks = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        last = {"index": 0, "delta": {}, "finish_reason": "stop"}
        events = [{**head, "choices": [choice]} for choice in [*chunks, last]]
        return [*events, {**head, "choices": [], "usage": self._chat_usage()}, _DONE]

    def response(self) -> Json:
        """Of responses."""
        return self._response("completed", [self._message("completed", self._parts())])

    def response_events(self) -> Sequence[Json]:
        """Of responses with ``stream``."""
        place = {"item_id": f"msg_{self.id}", "output_index": 0, "content_index": 0}
        empty = self._message("in_progress", [])
        whole = self._message("completed", self._parts())
        events: list[Json] = [
            {"type": "response.created", "response": self._response("in_progress", [])},
            {"type": "response.output_item.added", "output_index": 0, "item": empty},
            *(
                {"type": "response.output_text.delta", **place, "delta": piece}
                for piece in self.pieces
            ),
            {"type": "response.output_item.done", "output_index": 0, "item": whole},
            {"type": "response.completed", "response": self.response()},
        ]
        return [{**event, "sequence_number": number} for number, event in enumerate(events)]

    def _head(self, kind: str) -> Json:
        return {
            "id": f"chatcmpl-{self.id}",
            "object": kind,
            "created": int(time.time()),
            "model": self.model,
        }

    def _response(self, status: str, output: Sequence[Json]) -> Json:
        return {
            "id": f"resp_{self.id}",
            "object": "response",
            "created_at": int(time.time()),
            "status": status,
            "model": self.model,
            "output": output,
            "usage": {
                "input_tokens": self._spent,
                "output_tokens": len(self.pieces),
                "total_tokens": self._spent + len(self.pieces),
            },
        }

    def _message(self, status: str, parts: Sequence[Json]) -> Json:
        return {
            "id": f"msg_{self.id}",
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": parts,
        }

    def _parts(self) -> list[Json]:
        return [{"type": "output_text", "text": self.text, "annotations": []}]

    def _chat_usage(self) -> Json:
        said = len(self.pieces)
        return {
            "prompt_tokens": self._spent,
            "completion_tokens": said,
            "total_tokens": self._spent + said,
        }

    @property
    def _spent(self) -> int:
        return len(self.prompt.split())
