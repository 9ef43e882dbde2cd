"""Rates of requests by address and by person, however many operations a request carries."""

import json
import re
from collections.abc import AsyncIterator
from itertools import count

import httpx
import pytest
from graphql import is_input_object_type, is_object_type
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.asgi import graph_schema
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from tests.people import People
from tests.security.conftest import GROUPS, INSTALLS, LISTED, REQUESTS, Servers
from tests.serving import Json

BODY = {"query": LISTED}
BATCH = 8
SECRET = re.compile("pass(word|code)|secret|token|otp|pin$", re.IGNORECASE)
MORE_THAN_TWO_MINUTES_ALLOW = 2 * REQUESTS + 1
_addresses = (f"127.0.1.{number}" for number in count(1))


@pytest.fixture
def address() -> str:
    """An address that nobody has called from."""
    return next(_addresses)


@pytest.fixture
async def stranger(servers: Servers, address: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(transport=transport, base_url=servers.listed.url) as client:
        yield client


def codes(answers: list[Json]) -> list[str]:
    """The codes of those that were refused."""
    return [answer["errors"][0]["extensions"]["code"] for answer in answers if "errors" in answer]


async def test_an_address_has_so_many_requests_a_minute(stranger: httpx.AsyncClient) -> None:
    responses = [
        await stranger.post("/graphql", json=BODY) for _ in range(MORE_THAN_TWO_MINUTES_ALLOW)
    ]
    refused = [response for response in responses if response.status_code == 429]
    assert refused
    assert 1 <= int(refused[0].headers["retry-after"]) <= 60


async def test_a_person_has_so_many_requests_a_minute_from_any_address(
    servers: Servers, listed_people: People
) -> None:
    headers = dict(listed_people.customer.http.headers)
    statuses: list[int] = []
    for _ in range(3):
        transport = httpx.AsyncHTTPTransport(local_address=next(_addresses))
        async with httpx.AsyncClient(
            transport=transport, base_url=servers.listed.url, headers=headers
        ) as client:
            statuses += [
                (await client.post("/graphql", json=BODY)).status_code for _ in range(REQUESTS)
            ]
    assert 429 in statuses


async def test_each_operation_of_a_batch_counts(stranger: httpx.AsyncClient) -> None:
    answers: list[Json] = []
    for _ in range(MORE_THAN_TWO_MINUTES_ALLOW // BATCH + 1):
        answer = (await stranger.post("/graphql", json=[BODY] * BATCH)).json()
        answers += answer if isinstance(answer, list) else [answer] * BATCH
    refused = codes(answers)
    assert set(refused) == {"RATE_LIMITED"}
    assert len(answers) - len(refused) <= 2 * REQUESTS


async def test_each_operation_of_a_socket_counts(servers: Servers, address: str) -> None:
    url = f"{servers.listed.url.replace('http', 'ws', 1)}/graphql"
    protocol = Subprotocol("graphql-transport-ws")
    answers: list[Json] = []
    async with connect(url, subprotocols=[protocol], local_addr=(address, 0)) as socket:
        await socket.send('{"type": "connection_init"}')
        await socket.recv()
        for number in range(MORE_THAN_TWO_MINUTES_ALLOW):
            message = {"id": str(number), "type": "subscribe", "payload": BODY}
            await socket.send(json.dumps(message))
            answers.append(json.loads(await socket.recv()))
            if answers[-1]["type"] == "next":
                await socket.recv()  # complete
    refused = [answer for answer in answers if answer["type"] == "error"]
    assert refused
    assert refused[0]["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert len(answers) - len(refused) <= 2 * REQUESTS


async def test_a_batch_is_short(people: People) -> None:
    response = await people.stranger.http.post("/graphql", json=[BODY] * (BATCH + 1))
    assert response.status_code == 400
    assert codes([response.json()]) == ["BATCH_TOO_LARGE"]


async def test_aliases_do_not_multiply_what_is_counted_one_by_one(people: People) -> None:
    call = """a{0}: createGroup(input: {{parent: "{1}", slug: "aliased-{0}", name: "x"}}) {{
        __typename ... on UserError {{ code }} }}"""
    calls = " ".join(call.format(number, people.demo2) for number in range(GROUPS + 2))
    made = await people.other_owner.data(f"mutation {{ {calls} }}")
    names = [answer["__typename"] for answer in made.values()]
    assert names == ["CreateGroupPayload"] * GROUPS + ["LimitReached"] * 2


async def test_a_batch_does_not_multiply_what_is_counted_one_by_one(
    people: People, database: Database
) -> None:
    name = "plugin-that-is-asked-for-at-once"
    row = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    stored = row.model_dump(exclude={"id", "revision_id"}) | {"_id": row.id}
    await database.collection(Plugin).insert_one(stored)
    document = """mutation ($i: InstallPluginInput!) { installPlugin(input: $i) {
        __typename ... on UserError { code } } }"""
    given = [{"group": people.demo2, "plugin": name, "name": f"x{n}"} for n in range(INSTALLS + 2)]
    batch = [{"query": document, "variables": {"i": each}} for each in given]
    answers = (await people.other_owner.http.post("/graphql", json=batch)).json()
    names = [answer["data"]["installPlugin"]["__typename"] for answer in answers]
    assert names == ["InstallPluginPayload"] * INSTALLS + ["RateLimited"] * 2


def test_there_is_no_secret_to_guess_in_a_query() -> None:
    types = graph_schema()._schema.type_map.values()
    inputs = {name for type_ in types if is_input_object_type(type_) for name in type_.fields}
    arguments = {
        name
        for type_ in types
        if is_object_type(type_)
        for field in type_.fields.values()
        for name in field.args
    }
    named = {name for name in inputs | arguments if SECRET.search(name)}
    assert named == {"secrets", "removeSecrets"}  # set, and never compared
