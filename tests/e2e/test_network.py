"""A plugin with a key reaches its host: an unmodified plugin-openai, through the public API."""

import base64
import json
from collections.abc import AsyncIterator

import pytest

from app.documents import DOCUMENTS
from sandbox.egress.authority import Authority
from tests.e2e.plugins import EXECUTE, INSTANCE, OPENAI, index_of, installed
from tests.e2e.synced import synced_server
from tests.people import People, people_of
from tests.sandbox.egress.stand_in import StandIn, stand_in
from tests.serving import GraphQLClient, Json, ServerProcess

HOST = "api.example.com"
KEY = "sk-test-A1b2C3d4E5f6G7h8"
CONFIGURE = """
    mutation ($input: ConfigurePluginInput!) {
      configurePlugin(input: $input) {
        __typename
        ... on ConfigurePluginPayload { instance { state secretKeys permissions allowedHosts } }
        ... on UserError { code message hint }
      }
    }"""


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
async def host(authority: Authority) -> AsyncIterator[StandIn]:
    async with stand_in(HOST, authority) as served:
        served.answer = _embedding
        yield served


@pytest.fixture(scope="module")
async def reaching(
    tmp_path_factory: pytest.TempPathFactory, host: StandIn, authority: Authority
) -> AsyncIterator[ServerProcess]:
    """A server whose operator says where the host is, and whom to trust for it."""
    folder = tmp_path_factory.mktemp("network")
    (folder / "ca.pem").write_text(authority.pem)
    async with synced_server(
        folder / "data",
        index_of(folder, OPENAI),
        ONE_EGRESS_RESOLVE=f"{HOST}=127.0.0.1:{host.port}",
        ONE_EGRESS_CA=str(folder / "ca.pem"),
    ) as process:
        yield process


@pytest.fixture(scope="module")
async def everyone(reaching: ServerProcess) -> AsyncIterator[People]:
    found = await people_of(reaching)
    yield found
    await found.close()


@pytest.fixture(scope="module")
async def instance(everyone: People) -> str:
    """plugin-openai with a key that is bound to its host."""
    return await installed(
        everyone.owner,
        everyone.demo,
        OPENAI,
        settings={"OPENAI_BASE_URL": f"https://{HOST}/v1"},
        secrets=[{"key": "OPENAI_API_KEY", "value": KEY, "hosts": [HOST]}],
        allowedHosts=[HOST],
    )


async def call(client: GraphQLClient, instance: str) -> Json:
    call = {
        "instance": instance,
        "kind": "MODEL",
        "name": "TEXT_EMBEDDING",
        "params": {"text": "hello"},
        "wait": True,
    }
    return (await client.data(EXECUTE, input=call))["executeAction"]["execution"]


async def test_the_host_gets_the_key_and_the_plugin_its_answer(
    everyone: People, instance: str, host: StandIn
) -> None:
    ended = await call(everyone.owner, instance)
    assert ended["state"] == "SUCCEEDED", ended["error"]
    assert ended["result"][:2] == [0.5, 0.25]
    heads = [request.decode().lower() for request in host.requests]
    asked = [head for head in heads if head.startswith("post /v1/embeddings ")]
    assert asked
    assert all(f"authorization: bearer {KEY.lower()}" in head for head in heads)


async def test_the_request_is_in_the_log_of_its_execution(everyone: People, instance: str) -> None:
    ended = await call(everyone.owner, instance)
    query = """
        query ($id: ID!) {
          execution(id: $id) {
            network { totalCount nodes { method url status bytes allowed reason secrets } }
          }
        }"""
    log = (await everyone.user.data(query, id=ended["id"]))["execution"]["network"]
    assert log["totalCount"] == len(log["nodes"])
    # While it starts the plugin asks for the models as well, and does not wait for them.
    (request,) = [each for each in log["nodes"] if each["url"] != f"https://{HOST}/v1/models"]
    assert request["url"] == f"https://{HOST}/v1/embeddings"
    assert (request["method"], request["status"], request["allowed"]) == ("POST", 200, True)
    assert request["secrets"] == ["OPENAI_API_KEY"]
    assert request["bytes"] > 100


async def test_the_key_is_nowhere_to_be_read(
    everyone: People, instance: str, reaching: ServerProcess
) -> None:
    await call(everyone.owner, instance)
    shown = await everyone.owner.data(INSTANCE, id=instance)
    async with reaching.database() as database:
        kept = [database.collection(document) for document in DOCUMENTS]
        dump = repr([row for each in kept async for row in each.find({})])
    log = reaching.log()
    for form in (KEY, base64.b64encode(KEY.encode()).decode().rstrip("="), KEY.encode().hex()):
        assert form not in dump
        assert form not in json.dumps(shown)
        assert form not in log


async def test_a_secret_among_the_parameters_is_not_kept(everyone: People, instance: str) -> None:
    call = {
        "instance": instance,
        "kind": "MODEL",
        "name": "TEXT_EMBEDDING",
        "params": {"text": f"my key is {KEY}, twice {KEY[::-1]}"},
        "wait": True,
    }
    ended = (await everyone.owner.data(EXECUTE, input=call))["executeAction"]["execution"]
    query = "query ($id: ID!) { execution(id: $id) { params } }"
    kept = (await everyone.user.data(query, id=ended["id"]))["execution"]["params"]
    hidden = "[secret OPENAI_API_KEY]"
    assert kept == {"text": f"my key is {hidden}, twice {hidden}"}


async def test_each_use_is_an_event(everyone: People, instance: str) -> None:
    await call(everyone.owner, instance)
    query = """
        query ($g: ID!, $i: ID!) {
          events(group: $g, target: $i, type: ["plugin_secret_used", "plugin_secret_set"]) {
            nodes { type metadata }
          }
        }"""
    found = (await everyone.user.data(query, g=everyone.demo, i=instance))["events"]["nodes"]
    assert {event["type"] for event in found} == {"plugin_secret_used", "plugin_secret_set"}
    assert {event["metadata"]["key"] for event in found} == {"OPENAI_API_KEY"}


async def test_without_its_host_the_plugin_is_told_why_and_so_is_the_owner(
    everyone: People, instance: str
) -> None:
    change = {"instance": instance, "allowedHosts": ["other.example.com"]}
    changed = (await everyone.owner.data(CONFIGURE, input=change))["configurePlugin"]
    assert changed["instance"]["allowedHosts"] == ["other.example.com"]
    ended = await call(everyone.owner, instance)
    assert ended["state"] == "FAILED"
    query = """
        query ($g: ID!, $i: ID!) {
          events(group: $g, target: $i, type: ["plugin_refused"], first: 1) { nodes { metadata } }
        }"""
    (event,) = (await everyone.user.data(query, g=everyone.demo, i=instance))["events"]["nodes"]
    assert event["metadata"]["kind"] == "network"
    assert f"{HOST}:443 is not on the allow list" in event["metadata"]["detail"]
    change = {"instance": instance, "allowedHosts": [HOST]}
    await everyone.owner.data(CONFIGURE, input=change)


async def test_without_the_permission_the_plugin_has_no_secret(
    everyone: People, instance: str
) -> None:
    change = {"instance": instance, "permissions": ["network.external"]}
    await everyone.owner.data(CONFIGURE, input=change)
    ended = await call(everyone.owner, instance)
    assert ended["state"] == "FAILED" or KEY not in str(ended)
    change["permissions"] = ["network.external", "secrets.access"]
    changed = (await everyone.owner.data(CONFIGURE, input=change))["configurePlugin"]
    assert changed["instance"]["permissions"] == ["network.external", "secrets.access"]
    assert (await call(everyone.owner, instance))["state"] == "SUCCEEDED"


async def test_hosts_are_kept_in_one_spelling_and_pinned_ones_apart(
    everyone: People, instance: str
) -> None:
    query = "query ($i: ID!) { instance(id: $i) { allowedHosts pinnedHosts } }"
    given = ["API.Example.com.", "api.example.com", "*.B\u00fccher.de", "h:8443"]
    change = {"instance": instance, "allowedHosts": given, "pinnedHosts": ["Pinned.Example.com"]}
    await everyone.owner.data(CONFIGURE, input=change)
    kept = (await everyone.owner.data(query, i=instance))["instance"]
    assert kept["allowedHosts"] == ["api.example.com", "*.xn--bcher-kva.de", "h:8443"]
    assert kept["pinnedHosts"] == ["pinned.example.com"]
    change = {"instance": instance, "allowedHosts": [HOST], "pinnedHosts": []}
    await everyone.owner.data(CONFIGURE, input=change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"permissions": ["all"]}, "no permission 'all'"),
        ({"allowedHosts": ["http://x"]}, "is no host"),
        ({"allowedHosts": ["127.1"]}, "is no host"),
        ({"pinnedHosts": ["a b"]}, "is no host"),
        ({"secrets": [{"key": "K", "value": "short"}]}, "has 5 characters"),
        ({"secrets": [{"key": "a b", "value": "long enough"}]}, "cannot be a secret's key"),
        ({"secrets": [{"key": "K", "value": "------------", "hosts": [HOST]}]}, "needs 8 ASCII"),
        ({"removeSecrets": ["NONE"]}, "has no secret 'NONE'"),
        ({"requestsPerMinute": 0}, "requestsPerMinute is 0"),
        ({"requestsPerMinute": 100000}, "requestsPerMinute is 100000"),
        ({"memoryMb": 511}, "memoryMb is 511"),
        ({"memoryMb": 2049}, "memoryMb is 2049"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    everyone: People, instance: str, change: dict[str, Json], message: str
) -> None:
    answer = await everyone.owner.data(CONFIGURE, input={"instance": instance, **change})
    assert answer["configurePlugin"]["code"] == "INVALID_INPUT"
    assert message in answer["configurePlugin"]["message"]


def _embedding(request: bytes) -> bytes:
    """Only what is asked as OpenAI's API says gets an answer."""
    if request.startswith(b"GET /v1/models "):
        return b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n" + b'{"data":[]}'
    assert request.startswith(b"POST /v1/embeddings ")
    _, body = request.split(b"\r\n\r\n", 1)
    asked = json.loads(body)
    assert asked["input"]
    assert asked["model"]
    numbers = [0.5, 0.25] + [0.0] * 1534
    answer = json.dumps(
        {"data": [{"embedding": numbers, "index": 0}], "usage": {"prompt_tokens": 1}, "echo": KEY}
    ).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}\r\n"
    return head.encode() + b"\r\n" + answer
