"""Models at an address that speaks OpenAI's protocol."""

import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from app.host.errand import Errand
from app.models.source import OnPiece
from app.settings import Settings
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed

ANSWER_SECONDS = 120.0
MAX_BYTES = 20_000_000
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, LookupError, TypeError)
_DATA = "data:"
_DONE = "[DONE]"
_TEXT, _OBJECT = "TEXT_", "OBJECT_"
_PARAMETERS = {
    "temperature": "temperature",
    "topP": "top_p",
    "maxTokens": "max_tokens",
    "frequencyPenalty": "frequency_penalty",
    "presencePenalty": "presence_penalty",
    "stopSequences": "stop",
    "seed": "seed",
}


class CompatibleModels:
    """The operator's models for all groups; its address is trusted, as the operator is.

    Args:
        url: base of the API, such as ``https://api.openai.com/v1``.
        key: sent as a bearer token; None: nothing is.
        small, large, image: names of the models.
    """

    def __init__(
        self, url: str, key: str | None, *, small: str, large: str, image: str | None
    ) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._small, self._large, self._image = small, large, image
        self._trust = ssl.create_default_context()

    async def use(self, errand: Errand, model: str, params: Json, on_piece: OnPiece) -> Json:
        """Answer ``TEXT_*``, ``OBJECT_*``, ``IMAGE`` and ``IMAGE_DESCRIPTION``."""
        del errand
        given = params if isinstance(params, dict) else {"prompt": params}
        try:
            async with self._client() as client:
                return await self._answer(client, model, given, on_piece)
        except _FAILURES as error:
            reason = str(error) or type(error).__name__
            raise HostCallFailed("MODEL_UNAVAILABLE", f"{model} did not answer: {reason}") from None

    async def _answer(
        self, client: httpx.AsyncClient, model: str, given: dict[str, Any], on_piece: OnPiece
    ) -> Json:
        if model.startswith(_TEXT):
            return await self._text(client, model, given, on_piece)
        if model.startswith(_OBJECT):
            text = await self._ask(client, model, given, {"response_format": _JSON_OBJECT})
            answer: Json = json.loads(text)
            return answer
        if model == "IMAGE" and self._image:
            return await self._draw(client, self._image, given)
        if model == "IMAGE_DESCRIPTION":
            return await self._describe(client, given)
        raise HostCallFailed("MODEL_NOT_FOUND", f"The operator's models have no {model}")

    async def _text(
        self, client: httpx.AsyncClient, model: str, given: dict[str, Any], on_piece: OnPiece
    ) -> str:
        if not given.get("stream"):
            return await self._ask(client, model, given, {})
        pieces: list[str] = []
        async for piece in self._stream(client, self._body(model, given) | {"stream": True}):
            pieces.append(piece)
            on_piece(piece)
        return "".join(pieces)

    async def _ask(
        self,
        client: httpx.AsyncClient,
        model: str,
        given: dict[str, Any],
        further: dict[str, Any],
    ) -> str:
        answer = await _post(client, "/chat/completions", self._body(model, given) | further)
        return str(answer["choices"][0]["message"]["content"])

    async def _stream(self, client: httpx.AsyncClient, body: dict[str, Any]) -> AsyncIterator[str]:
        async with client.stream("POST", "/chat/completions", json=body) as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                data = line.removeprefix(_DATA).strip()
                if not line.startswith(_DATA) or data == _DONE:
                    continue
                for choice in json.loads(data)["choices"]:
                    if piece := choice["delta"].get("content"):
                        yield piece

    async def _draw(self, client: httpx.AsyncClient, name: str, given: dict[str, Any]) -> Json:
        wanted = {"model": name, "prompt": str(given.get("prompt", "")), "n": given.get("n", 1)}
        wanted |= {"size": given["size"]} if given.get("size") else {}
        answer = await _post(client, "/images/generations", wanted)
        return [{"url": image.get("url"), "b64": image.get("b64_json")} for image in answer["data"]]

    async def _describe(self, client: httpx.AsyncClient, given: dict[str, Any]) -> Json:
        url, prompt = given.get("imageUrl"), given.get("prompt")
        image = {"url": str(url or prompt or "")}
        question = str(prompt) if url and prompt else _DESCRIBE
        parts = [
            {"type": "text", "text": question},
            {"type": "image_url", "image_url": image},
        ]
        body = {"model": self._small, "messages": [{"role": "user", "content": parts}]}
        answer = await _post(client, "/chat/completions", body)
        text = str(answer["choices"][0]["message"]["content"])
        return {"title": text.splitlines()[0][:100] if text else "", "description": text}

    def _body(self, model: str, given: dict[str, Any]) -> dict[str, Any]:
        messages = given.get("messages")
        if not isinstance(messages, list):
            system = given.get("system")
            before = [{"role": "system", "content": system}] if isinstance(system, str) else []
            messages = [*before, {"role": "user", "content": str(given.get("prompt", ""))}]
        known = {theirs: given[ours] for ours, theirs in _PARAMETERS.items() if given.get(ours)}
        small = model.endswith("_SMALL")
        return {"model": self._small if small else self._large, "messages": messages, **known}

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(
            base_url=self._url, headers=self._headers, verify=self._trust, timeout=ANSWER_SECONDS
        ) as client:
            yield client


def compatible_models(settings: Settings) -> CompatibleModels | None:
    """The operator's models; None: there are none."""
    if settings.models_url is None:
        return None
    return CompatibleModels(
        settings.models_url,
        settings.models_key,
        small=settings.models_small,
        large=settings.models_large,
        image=settings.models_image,
    )


_JSON_OBJECT = {"type": "json_object"}
_DESCRIBE = "Describe this image: a title on the first line, then what it shows."


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with client.stream("POST", path, json=body) as response:
        response.raise_for_status()
        read = bytearray()
        async for chunk in response.aiter_bytes():
            read += chunk
            if len(read) > MAX_BYTES:
                raise ValueError(f"its answer takes more than {MAX_BYTES} bytes")
    answer: dict[str, Any] = json.loads(read)
    return answer
