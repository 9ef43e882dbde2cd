"""``POST /execute``: calling a plugin with a token that can do nothing else."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest

from app.database import Database
from app.ontology.person import Person
from tests.e2e.footprint import Footprint
from tests.e2e.plugins import execute
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess

CREATE = """
    mutation ($input: CreateExecutionTokenInput!) {
      createExecutionToken(input: $input) {
        __typename
        ... on CreateExecutionTokenPayload { token expiresAt }
        ... on UserError { code message hint }
      }
    }"""
ACTION = "HELLO_WORLD"


async def created(client: GraphQLClient, instance: str, /, **more: Json) -> Json:
    given = {"instance": instance, "actions": [ACTION]} | more
    return (await client.data(CREATE, input=given))["createExecutionToken"]


async def call(server: ServerProcess, token: str | None, **body: Json) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        return await client.post("/execute", json=body, headers=headers)


def error_of(response: httpx.Response) -> Json:
    return response.json()["errors"][0]


@pytest.fixture(scope="module")
async def token(people: People, starter: str) -> str:
    made: str = (await created(people.user, starter))["token"]
    return made


async def test_an_action_answers_with_its_result(
    server: ServerProcess, people: People, starter: str, token: str
) -> None:
    response = await call(server, token, instance=starter, action=ACTION, text="hi")
    answer = response.json()
    assert (response.status_code, answer["success"]) == (200, True)
    assert response.headers["cache-control"] == "no-store"
    assert answer["result"]["text"] == "Hello world!"
    assert [said["text"] for said in answer["callbacks"]] == ["Hello world!"]
    assert (answer["state"], answer["error"]) == ("SUCCEEDED", None)
    assert answer["executionTime"] > 0
    query = """
        query ($e: ID!) {
          execution(id: $e) { requestedBy { username } logs(first: 100) { nodes { text } } }
        }"""
    kept = (await people.user.data(query, e=answer["execution"]))["execution"]
    assert kept["requestedBy"]["username"] == "demo-org-user"
    assert answer["logs"] == [line["text"] for line in kept["logs"]["nodes"]]


async def test_a_plugins_failure_is_an_answer_and_no_error_of_the_call(
    server: ServerProcess, people: People, openai: str
) -> None:
    name = "TEXT_TOKENIZER_ENCODE"
    token = (await created(people.user, openai, actions=[name]))["token"]
    response = await call(
        server, token, instance=openai, action=name, kind="MODEL", params={"prompt": 5}
    )
    answer = response.json()
    assert (response.status_code, answer["success"], answer["state"]) == (200, False, "FAILED")
    assert answer["error"]["message"]


async def test_the_same_key_again_answers_with_the_first_outcome(
    server: ServerProcess, starter: str, token: str
) -> None:
    given = {"instance": starter, "action": ACTION, "idempotencyKey": "once over http"}
    first, second = [(await call(server, token, **given)).json() for _ in range(2)]
    assert first == second


async def test_a_key_does_not_show_the_outcome_of_another_call(
    server: ServerProcess, people: People, openai: str, starter: str, token: str
) -> None:
    key = "of another instance"
    other = {"kind": "MODEL", "params": {"prompt": "private"}, "idempotencyKey": key}
    await execute(people.user, openai, "TEXT_TOKENIZER_ENCODE", **other)
    response = await call(server, token, instance=starter, action=ACTION, idempotencyKey=key)
    assert (response.status_code, error_of(response)["extensions"]["code"]) == (
        400,
        "INVALID_INPUT",
    )
    assert "private" not in response.text


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"action": "OTHER"}, 403, "NOT_ALLOWED"),
        ({"instance": "thing_000000000000000000000000"}, 403, "NOT_ALLOWED"),
        ({"secrets": {"API_KEY": "sk-1"}}, 400, "SECRETS_IN_BODY"),
        ({"timeout": 300_001}, 400, "INVALID_INPUT"),
        ({"params": []}, 400, "INVALID_INPUT"),
        ({"kind": "PROVIDER"}, 404, "CAPABILITY_NOT_FOUND"),
        ({"agent": "thing_000000000000000000000000"}, 404, "NOT_FOUND"),
    ],
)
async def test_what_may_not_be_called_is_refused_and_leaves_nothing(
    server: ServerProcess,
    footprint: Footprint,
    starter: str,
    token: str,
    given: Json,
    status: int,
    code: str,
) -> None:
    before = await footprint.take()
    response = await call(server, token, **({"instance": starter, "action": ACTION} | given))
    error = error_of(response)
    assert (response.status_code, error["extensions"]["code"]) == (status, code)
    assert error["extensions"]["hint"]
    assert await footprint.take() == before


async def test_only_its_own_kind_of_token_opens_it(
    server: ServerProcess, database: Database, starter: str, token: str
) -> None:
    row = await database.collection(Person).find_one({"username": "demo-org-user"})
    assert row is not None
    for wrong in (None, "garbage", server.token_for(row["_id"])):
        response = await call(server, wrong, instance=starter, action=ACTION)
        assert (response.status_code, error_of(response)["extensions"]["code"]) == (
            401,
            "UNAUTHENTICATED",
        )
        assert response.headers["www-authenticate"] == "Bearer"
    client = server.client(token)
    assert await client.error_code("{ me { id } }") == "UNAUTHENTICATED"
    await client.close()


async def test_it_ends_when_it_says_and_never_after_the_token_that_made_it(
    server: ServerProcess, database: Database, people: People, starter: str
) -> None:
    row = await database.collection(Person).find_one({"username": "demo-org-user"})
    assert row is not None
    client = server.client(server.token_for(row["_id"], timedelta(seconds=60)))
    made = await created(client, starter, seconds=3600)
    await client.close()
    left = datetime.fromisoformat(made["expiresAt"]) - datetime.now().astimezone()
    assert left <= timedelta(seconds=60)
    brief = (await created(people.user, starter, seconds=1))["token"]
    await asyncio.sleep(1.1)
    response = await call(server, brief, instance=starter, action=ACTION)
    assert (response.status_code, error_of(response)["message"]) == (401, "The token has expired.")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"actions": []}, "INVALID_INPUT"),
        ({"actions": [ACTION] * 51}, "INVALID_INPUT"),
        ({"actions": [""]}, "INVALID_INPUT"),
        ({"actions": ["NO_SUCH_ACTION"]}, "CAPABILITY_NOT_FOUND"),
        ({"seconds": 0}, "INVALID_INPUT"),
        ({"seconds": 3601}, "INVALID_INPUT"),
        ({"instance": "thing_000000000000000000000000"}, "NOT_FOUND"),
    ],
)
async def test_no_token_is_made_for_what_cannot_be_called(
    people: People, starter: str, given: Json, code: str
) -> None:
    answer = await created(people.user, starter, **given)
    assert answer["code"] == code
    assert answer["hint"]


async def test_tokens_are_made_by_those_who_may_execute(people: People, starter: str) -> None:
    assert (await created(people.owner, starter))["token"]
    assert (await created(people.customer, starter))["code"] == "NOT_FOUND"
    assert (await created(people.other_owner, starter))["code"] == "NOT_FOUND"
    assert (await created(people.stranger, starter))["code"] == "UNAUTHENTICATED"


async def test_it_is_no_address_to_look_at(server: ServerProcess) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        assert (await client.get("/execute")).status_code == 405
