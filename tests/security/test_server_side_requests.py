"""Nothing that a caller names makes the server connect to it."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator

import pytest

from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from tests.e2e.writing import write
from tests.people import People
from tests.serving import Json, ServerProcess


class Listener:
    """Notes who connects."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self.visits = 0


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    def visited(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.visits += 1
        writer.close()

    server = await asyncio.start_server(visited, "127.0.0.1", 0)
    found = Listener(server.sockets[0].getsockname()[1])
    async with server:
        yield found


@pytest.fixture(scope="module")
async def plugin(database: Database) -> str:
    """The name of a plugin in the catalogue, and in no registry."""
    name = "plugin-that-nobody-ever-published"
    row = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    stored = row.model_dump(exclude={"id", "revision_id"}) | {"_id": row.id}
    await database.collection(Plugin).insert_one(stored)
    return name


FORMS = (
    "http://{0}/x.tgz",
    "https://{0}/x.tgz",
    "git+http://{0}/x.git",
    "git://{0}/x",
    "npm:x@http://{0}/x.tgz",
    "file:/etc/passwd",
    "../../etc/passwd",
    "x@http://{0}",
)


@pytest.mark.parametrize("form", FORMS)
async def test_a_name_or_version_is_no_address(
    people: People, plugin: str, listener: Listener, form: str
) -> None:
    address = form.format(listener.address)
    named = await write(people.owner, "installPlugin", group=people.demo, plugin=address)
    assert named["code"] in ("PLUGIN_NOT_FOUND", "INVALID_INPUT")
    given = {"group": people.demo, "plugin": plugin, "version": address}
    assert (await write(people.owner, "installPlugin", **given))["code"] == "INVALID_INPUT"
    assert listener.visits == 0


async def test_addresses_in_data_are_data(people: People, listener: Listener) -> None:
    address = f"http://{listener.address}/"
    text = f"![image]({address}) <img src='{address}'> {address}"
    await write(people.owner, "addKnowledge", group=people.demo, text=text)
    given = {"group": people.demo, "type": "report", "name": address}
    await write(people.owner, "createThing", properties={"url": address, "$ref": address}, **given)
    await write(people.owner, "createThing", properties={"url": address}, **given)
    await asyncio.sleep(0.5)
    assert listener.visits == 0


@pytest.mark.parametrize("claim", ["jku", "x5u", "iss"])
async def test_a_token_does_not_say_where_its_keys_are(
    public: ServerProcess, listener: Listener, claim: str
) -> None:
    address = f"http://{listener.address}/keys"
    header: Json = {"alg": "RS256", "typ": "JWT", "kid": "1", claim: address}
    parts = (_encoded(header), _encoded({"iss": address, "sub": "x"}), "c2lnbmF0dXJl")
    client = public.client(".".join(parts))
    assert await client.error_code("{ __typename }") == "UNAUTHENTICATED"
    await client.close()
    assert listener.visits == 0


def _encoded(part: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
