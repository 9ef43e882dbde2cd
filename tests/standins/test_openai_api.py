"""The stand-in for OpenAI's API serves what is right and refuses what is wrong."""

import math
from collections.abc import AsyncIterator
from operator import mul

import httpx
import orjson
import pytest

from tests.standins.asking import asking
from tests.standins.openai_api import OpenAIApi
from tests.standins.stand_in import Json


@pytest.fixture
def api() -> OpenAIApi:
    return OpenAIApi("api.example.com")


@pytest.fixture
async def client(api: OpenAIApi) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(api, authorization=f"Bearer {api.key}") as made:
        yield made


def chat(text: str, **more: Json) -> Json:
    return {"model": "small", "messages": [{"role": "user", "content": text}], **more}


def events(answer: httpx.Response) -> list[Json]:
    lines = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    return [orjson.loads(line) for line in lines if line != "[DONE]"]


def alike(one: list[float], other: list[float]) -> float:
    return float(sum(map(mul, one, other)))


async def test_it_answers_a_chat(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/chat/completions", json=chat("hello there"))).json()
    assert answer["choices"][0]["message"]["content"] == "You said: hello there"
    assert answer["usage"]["prompt_tokens"] == 2


async def test_it_streams_a_chat_word_by_word(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/chat/completions", json=chat("a b", stream=True))
    deltas = [event["choices"][0]["delta"] for event in events(answer) if event["choices"]]
    assert [delta.get("content") for delta in deltas] == ["You ", "said: ", "a ", "b", None]


async def test_it_answers_and_streams_a_response(client: httpx.AsyncClient) -> None:
    parts = [{"type": "input_text", "text": "a b"}]
    asked = {"model": "small", "input": [{"role": "user", "content": parts}]}
    whole = (await client.post("/v1/responses", json=asked)).json()
    assert whole["output"][0]["content"][0]["text"] == "You said: a b"
    streamed = events(await client.post("/v1/responses", json={**asked, "stream": True}))
    assert "".join(event.get("delta", "") for event in streamed) == "You said: a b"


@pytest.mark.parametrize("length", [None, 8])
async def test_its_vectors_are_of_the_asked_length(
    client: httpx.AsyncClient, length: int | None
) -> None:
    asked: Json = {"model": "e", "input": ["red apples", "red pears", "the sea"]}
    if length:
        asked["dimensions"] = length
    data = (await client.post("/v1/embeddings", json=asked)).json()["data"]
    apples, pears, sea = [row["embedding"] for row in data]
    assert len(apples) == (length or 384)
    assert apples[0] > 0
    assert math.isclose(math.hypot(*apples), 1)
    if not length:
        assert alike(apples, pears) > alike(apples, sea)


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("chat/completions", {"messages": []}, "'model' is missing"),
        ("chat/completions", chat("a", messages=[]), "no list with messages"),
        ("chat/completions", chat("a", messages=[{"role": "me", "content": "a"}]), "no role 'me'"),
        ("chat/completions", chat("a", temperature="hot"), "'temperature' is no number"),
        ("chat/completions", chat("a", stream="yes"), "neither true nor false"),
        ("responses", {"model": "m", "input": [{"role": "user", "content": []}]}, "no content"),
        ("embeddings", {"model": "m", "input": []}, "neither a text nor a list"),
        ("embeddings", {"model": "m", "input": "a", "dimensions": 0}, "'dimensions' is 0"),
        ("nothing", {}, "There is no POST /v1/nothing here"),
    ],
)
async def test_it_says_what_is_wrong(
    api: OpenAIApi, client: httpx.AsyncClient, path: str, body: Json, complaint: str
) -> None:
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code >= 400
    assert complaint in answer.json()["error"]["message"]
    assert complaint in api.refused[0]


async def test_it_serves_nobody_without_the_key(api: OpenAIApi) -> None:
    async with asking(api, authorization="Bearer sk-other") as client:
        answer = await client.post("/v1/chat/completions", json=chat("a"))
    assert (answer.status_code, api.refused) == (401, ["Incorrect API key provided"])
