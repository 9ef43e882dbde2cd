"""The operator's models, at an address of OpenAI's kind."""

import base64
from collections.abc import AsyncIterator, Callable

import pytest

from app.host.errand import Beginning
from app.models.compatible_models import CompatibleModels
from sandbox.worker.call import Json
from sandbox.worker.host import HostCallFailed
from tests.loopback import serve
from tests.standins.openai_api import OpenAIApi

ERRAND = Beginning("execution", "group", "instance", None)
Models = Callable[..., CompatibleModels]


@pytest.fixture
def service() -> OpenAIApi:
    return OpenAIApi("models.example.com")


@pytest.fixture
async def models(service: OpenAIApi) -> AsyncIterator[Models]:
    """Makes models at the service's address, with its key unless another is given."""
    async with serve(service.app) as port:

        def make(key: str | None = service.key, image: str | None = "draws") -> CompatibleModels:
            url = f"http://127.0.0.1:{port}/v1"
            return CompatibleModels(url, key, small="quick", large="deep", image=image)

        yield make


async def use(models: CompatibleModels, model: str, params: Json) -> tuple[Json, list[Json]]:
    pieces: list[Json] = []
    return await models.use(ERRAND, model, params, pieces.append), pieces


@pytest.mark.parametrize(
    ("model", "name"),
    [("TEXT_SMALL", "quick"), ("TEXT_LARGE", "deep"), ("TEXT_COMPLETION", "deep")],
)
async def test_it_writes_text(models: Models, service: OpenAIApi, model: str, name: str) -> None:
    given = {"prompt": "Hi", "temperature": 0.5, "maxTokens": 9, "user": "Ann"}
    assert await use(models(), model, given) == ("You said: Hi", [])
    sent = service.asked[-1].json
    assert (sent["model"], sent["temperature"], sent["max_tokens"]) == (name, 0.5, 9)
    assert "user" not in sent


async def test_it_writes_word_by_word(models: Models) -> None:
    text, pieces = await use(models(), "TEXT_SMALL", {"prompt": "one two", "stream": True})
    assert text == "You said: one two"
    assert pieces == ["You ", "said: ", "one ", "two"]


async def test_it_takes_whole_conversations(models: Models) -> None:
    said = [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hi"}]
    assert (await use(models(), "TEXT_SMALL", {"messages": said}))[0] == "You said: Be brief\nHi"


async def test_it_makes_objects(models: Models, service: OpenAIApi) -> None:
    service.think = lambda _prompt: '{"coin": "BTC"}'
    assert (await use(models(), "OBJECT_SMALL", {"prompt": "x"}))[0] == {"coin": "BTC"}
    assert service.asked[-1].json["response_format"] == {"type": "json_object"}


async def test_it_draws(models: Models) -> None:
    drawn = (await use(models(), "IMAGE", {"prompt": "a cat"}))[0]
    assert drawn == [{"url": None, "b64": base64.b64encode(b"a cat").decode()}]


async def test_it_describes_images(models: Models, service: OpenAIApi) -> None:
    service.think = lambda prompt: f"A cat\nIt sleeps. {prompt}"
    address = "https://images.example.com/cat.png"
    answer = (await use(models(), "IMAGE_DESCRIPTION", {"imageUrl": address, "prompt": "What?"}))[0]
    assert isinstance(answer, dict)
    assert answer["title"] == "A cat"
    assert f"What?[image {address}]" in answer["description"]


@pytest.mark.parametrize(("model", "code"), [("VIDEO", "MODEL_NOT_FOUND")])
async def test_what_it_lacks_is_named(models: Models, model: str, code: str) -> None:
    with pytest.raises(HostCallFailed, match=model) as failure:
        await use(models(), model, {})
    assert failure.value.code == code


async def test_without_a_model_for_images_it_draws_none(models: Models) -> None:
    with pytest.raises(HostCallFailed, match="no IMAGE"):
        await use(models(image=None), "IMAGE", {"prompt": "a cat"})


async def test_a_wrong_key_is_said(models: Models) -> None:
    with pytest.raises(HostCallFailed, match="401") as failure:
        await use(models("wrong"), "TEXT_SMALL", {"prompt": "Hi"})
    assert failure.value.code == "MODEL_UNAVAILABLE"


async def test_an_answer_that_is_no_object_is_said(models: Models) -> None:
    with pytest.raises(HostCallFailed, match="OBJECT_LARGE did not answer"):
        await use(models(), "OBJECT_LARGE", {"prompt": "x"})
