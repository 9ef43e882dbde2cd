"""An owner who takes a plugin into use as the API has it: install, configure, activate, execute."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.e2e.plugins import executed, installed, instance_of
from tests.people import People
from tests.plugins.releases import RELEASES
from tests.serving import Json

GRANTED = ["network.external", "secrets.access", "models.use", "events.publish"]
CONFIGURE = """
    mutation ($input: ConfigurePluginInput!) { configurePlugin(input: $input) {
        __typename ... on UserError { code message hint } } }"""
ACTIVATE = """
    mutation ($i: ID!) { activatePlugin(input: {instance: $i}) {
        __typename ... on UserError { code message hint } } }"""
STAY = """
    query ($i: ID!) { instance(id: $i) {
        residence { state problem lines { stream text } } } }"""
EVENTS = """
    query ($g: ID!, $i: ID!, $t: [String!]) {
        events(group: $g, target: $i, type: $t, first: 5) { nodes { metadata } } }"""
NETWORK = """
    query ($e: ID!) { execution(id: $e) {
        network { nodes { method url status allowed reason secrets } } } }"""


async def in_use(
    people: People, plugin: str, name: str | None = None, **configuration: Json
) -> str:
    """The id of an active instance in demo."""
    given = {"version": RELEASES[plugin], "name": name}
    instance = await installed(people.owner, people.demo, plugin, **given)
    if configuration:
        await configure(people, instance, **configuration)
    if (await instance_of(people.owner, instance))["state"] != "ACTIVE":
        answer = (await people.owner.data(ACTIVATE, i=instance))["activatePlugin"]
        assert answer["__typename"] == "ActivatePluginPayload", answer
    return instance


async def configure(people: People, instance: str, **configuration: Json) -> None:
    """Change an instance; who names hosts alone grants what the proofs need beside them."""
    usual = {"permissions": GRANTED} if "allowedHosts" in configuration else {}
    given = {"instance": instance, **usual, **configuration}
    answer = (await people.owner.data(CONFIGURE, input=given))["configurePlugin"]
    assert answer["__typename"] == "ConfigurePluginPayload", answer


async def succeeded(people: People, instance: str, name: str, **call: Json) -> Json:
    """A call by a member that went well."""
    ended = await executed(people.user, instance, name, **call)
    assert ended["state"] == "SUCCEEDED", ended["error"]
    return ended


async def model(people: People, instance: str, name: str, params: Json) -> Json:
    """What a model answers."""
    return (await succeeded(people, instance, name, kind="MODEL", params=params))["result"]


async def service(people: People, instance: str, name: str, method: str, *args: Json) -> Json:
    """What a service's method returns."""
    call = {"kind": "SERVICE", "method": method, "args": list(args)}
    return (await succeeded(people, instance, name, **call))["result"]


async def provider(people: People, instance: str, name: str, **call: Json) -> Json:
    """What a provider tells."""
    return (await succeeded(people, instance, name, kind="PROVIDER", **call))["result"]


async def residence(people: People, instance: str) -> Json:
    """How a resident is."""
    return (await people.owner.data(STAY, i=instance))["instance"]["residence"]


async def up(people: People, instance: str) -> None:
    """Wait until a resident has started."""

    async def is_up() -> bool:
        found = await residence(people, instance)
        return found is not None and found["state"] == "UP"

    await eventually(is_up, seconds=60)


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 30) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - the state is another process's
            await asyncio.sleep(0.1)


async def events(people: People, instance: str, kind: str) -> list[Json]:
    """What newest events of a kind say of an instance."""
    answer = await people.owner.data(EVENTS, g=people.demo, i=instance, t=[kind])
    return [event["metadata"] for event in answer["events"]["nodes"]]


async def requests(people: People, execution: str) -> list[Json]:
    """The requests of an execution, as its log has them."""
    answer = await people.owner.data(NETWORK, e=execution)
    nodes: list[Json] = answer["execution"]["network"]["nodes"]
    return nodes
