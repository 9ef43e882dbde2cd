"""An owner who takes a plugin into use as the API has it: install, configure, activate, execute."""

import asyncio

from tests.e2e.plugins import executed, installed, instance_of
from tests.people import People
from tests.plugins.releases import RELEASES
from tests.serving import Json

CONFIGURE = """
    mutation ($input: ConfigurePluginInput!) { configurePlugin(input: $input) {
        __typename ... on UserError { code message hint } } }"""
ACTIVATE = """
    mutation ($i: ID!) { activatePlugin(input: {instance: $i}) {
        __typename ... on UserError { code message hint } } }"""
STAY = """
    query ($i: ID!) { instance(id: $i) {
        residence { state problem lines { stream text } } } }"""
NETWORK = """
    query ($e: ID!) { execution(id: $e) {
        network { nodes { method url status allowed reason secrets } } } }"""


async def in_use(people: People, plugin: str, **configuration: Json) -> str:
    """The id of an active instance in demo."""
    instance = await installed(people.owner, people.demo, plugin, version=RELEASES[plugin])
    if configuration:
        await configure(people, instance, **configuration)
    if (await instance_of(people.owner, instance))["state"] != "ACTIVE":
        answer = (await people.owner.data(ACTIVATE, i=instance))["activatePlugin"]
        assert answer["__typename"] == "ActivatePluginPayload", answer
    return instance


async def configure(people: People, instance: str, **configuration: Json) -> None:
    """Change an instance; whoever names hosts and no permissions may reach them, and use secrets
    and models.
    """
    usual = {"permissions": ["network.external", "secrets.access", "models.use"]}
    given = {
        "instance": instance,
        **(usual if "allowedHosts" in configuration else {}),
        **configuration,
    }
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


async def provider(people: People, instance: str, name: str) -> Json:
    """What a provider tells."""
    return (await succeeded(people, instance, name, kind="PROVIDER"))["result"]


async def residence(people: People, instance: str) -> Json:
    """How a resident is."""
    return (await people.owner.data(STAY, i=instance))["instance"]["residence"]


async def up(people: People, instance: str) -> None:
    """Wait until a resident has started."""
    async with asyncio.timeout(60):
        while True:
            found = await residence(people, instance)
            if found and found["state"] == "UP":
                return
            await asyncio.sleep(0.1)


async def requests(people: People, execution: str) -> list[Json]:
    """The requests of an execution, as its log has them."""
    answer = await people.owner.data(NETWORK, e=execution)
    nodes: list[Json] = answer["execution"]["network"]["nodes"]
    return nodes
