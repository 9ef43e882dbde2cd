"""An API of OpenAI's kind: chat, responses, embeddings, images and the list of models."""

import base64
import re
import secrets
from collections.abc import AsyncIterator, Callable, Sequence

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.standins.embedding import embedding
from tests.standins.model_answer import ModelAnswer
from tests.standins.stand_in import Asked, Json, StandIn, require

_ROLES = {"system", "developer", "user", "assistant", "tool"}
_LONGEST_DIMENSIONS = 3072
_USUAL_DIMENSIONS = 384


def echo(prompt: str) -> str:
    """What a model says that nobody taught anything."""
    return f"You said: {prompt}"


def taught(told: str, answer: str, prompt: str) -> str:
    """What a model says that was taught one thing; ``answer`` takes the groups of the pattern,
    where the prompt holds it last.

    Raises:
        Refused: the prompt does not hold what the model was taught to find.
    """
    found = list(re.finditer(told, prompt))
    require(found, f"the prompt holds nothing like {told!r}: {prompt[-500:]}")
    return found[-1].expand(answer)


class OpenAIApi(StandIn):
    """Serves whoever has the key.

    Attributes:
        key: made anew for each.
        think: the model: from all that it is told to what it says.
    """

    def __init__(self, host: str, think: Callable[[str], str] = echo) -> None:
        self.hosts = (host,)
        self.key = f"sk-{secrets.token_hex(16)}"
        self.think = think
        super().__init__()

    def routes(self) -> Sequence[Route]:
        """Below /v1, as the API's own."""
        return [
            Route("/v1/models", self._models),
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/responses", self._responses, methods=["POST"]),
            Route("/v1/embeddings", self._embeddings, methods=["POST"]),
            Route("/v1/images/generations", self._images, methods=["POST"]),
        ]

    def complaint(self, message: str, status: int) -> Json:
        """As the API complains."""
        return {"error": {"message": message, "type": "invalid_request_error", "code": status}}

    async def _models(self, request: Request) -> Response:
        self._authorise(await self.remember(request))
        return JSONResponse({"object": "list", "data": [{"id": "small", "object": "model"}]})

    async def _chat(self, request: Request) -> Response:
        body = self._body(await self.remember(request))
        answer = self._think(body, _told(body.get("messages"), "messages"))
        if body.get("stream"):
            return _stream(answer.chat_events())
        return JSONResponse(answer.chat())

    async def _responses(self, request: Request) -> Response:
        body = self._body(await self.remember(request))
        given = body.get("input")
        whole = [{"role": "user", "content": given}] if isinstance(given, str) else given
        answer = self._think(body, _told(whole, "input"))
        if body.get("stream"):
            return _stream(answer.response_events())
        return JSONResponse(answer.response())

    async def _embeddings(self, request: Request) -> Response:
        body = self._body(await self.remember(request))
        given = body.get("input")
        texts = [given] if isinstance(given, str) else given
        require(isinstance(texts, list) and texts, "'input' is neither a text nor a list of them")
        require(all(isinstance(text, str) and text for text in texts), "an input is no text")
        length = body.get("dimensions", _USUAL_DIMENSIONS)
        require(
            isinstance(length, int) and 1 <= length <= _LONGEST_DIMENSIONS,
            f"'dimensions' is {length!r}",
        )
        data = [
            {"object": "embedding", "index": index, "embedding": embedding(text, length)}
            for index, text in enumerate(texts)
        ]
        spent = sum(len(text.split()) for text in texts)
        usage = {"prompt_tokens": spent, "total_tokens": spent}
        model = body["model"]
        return JSONResponse({"object": "list", "data": data, "model": model, "usage": usage})

    async def _images(self, request: Request) -> Response:
        body = self._body(await self.remember(request))
        require(isinstance(body.get("prompt"), str) and body["prompt"], "'prompt' is missing")
        images = [{"b64_json": base64.b64encode(body["prompt"].encode()).decode()}]
        return JSONResponse({"created": 0, "data": images * body.get("n", 1)})

    def _think(self, body: Json, prompt: str) -> ModelAnswer:
        for name in ("temperature", "top_p", "frequency_penalty", "presence_penalty"):
            require(isinstance(body.get(name, 0), int | float), f"{name!r} is no number")
        require(isinstance(body.get("stream", False), bool), "'stream' is neither true nor false")
        return ModelAnswer(body["model"], prompt, self.think(prompt))

    def _authorise(self, asked: Asked) -> None:
        given = asked.headers.get("authorization", "")
        require(given == f"Bearer {self.key}", "Incorrect API key provided", 401)

    def _body(self, asked: Asked) -> Json:
        self._authorise(asked)
        kind = asked.headers.get("content-type", "").partition(";")[0]
        require(kind == "application/json", f"the content-type is {kind!r}", 415)
        body = asked.json
        require(isinstance(body, dict), "the body is no object")
        require(isinstance(body.get("model"), str) and body["model"], "'model' is missing")
        return body


def _told(messages: Json, name: str) -> str:
    """All that the model is told, in order."""
    require(isinstance(messages, list) and messages, f"{name!r} is no list with messages")
    return "\n".join(_content(message) for message in messages)


def _content(message: Json) -> str:
    require(isinstance(message, dict), "a message is no object")
    require(message.get("role") in _ROLES, f"no role {message.get('role')!r}")
    content = message.get("content")
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    require(isinstance(parts, list) and parts, "a message has no content")
    return "".join(_part(part) for part in parts)


def _part(part: Json) -> str:
    kind = part.get("type")
    if kind == "image_url":
        address = part.get("image_url", {}).get("url")
        require(isinstance(address, str) and address, "an image has no address")
        return f"[image {address}]"
    require(kind in ("text", "input_text"), f"no part {kind!r}")
    require(isinstance(part.get("text"), str), "a part has no text")
    text: str = part["text"]
    return text


def _stream(events: Sequence[Json]) -> Response:
    async def lines() -> AsyncIterator[bytes]:
        for event in events:
            data = event if isinstance(event, bytes) else orjson.dumps(event)
            yield b"data: " + data + b"\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")
