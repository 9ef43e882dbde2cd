"""The dependency graph as clients see it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.asgi import graph_schema
from app.auth.principal import ANONYMOUS, Principal
from app.loaders import Loaders
from app.ontology.group import Group
from app.ontology.person import Person
from app.ontology.role import Role
from app.plugins.instance import InstanceProperties, PluginInstance
from app.plugins.repository import InstanceRepository
from app.plugins.state import InstanceState
from app.server import Server
from schema.context import Context
from tests.app.catalog.shelf import Shelf, needs
from tests.mongodb_commands import counted_reads
from tests.schema.serving import serving

NAME = "dependency_graph"
SCHEMA = graph_schema()
GRAPH = """query ($plugin: ID!, $version: String) {
  dependencyGraph(plugin: $plugin, version: $version) {
    nodes { name version installed complete plugin { id name latestVersion } }
    edges { from to range kind satisfied }
    cycles
    conflicts { package ranges wantedBy peer }
    truncated
  }
}"""


@pytest.fixture(scope="module")
async def server(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    async with serving(mongodb_uri, NAME, tmp_path_factory.mktemp(NAME)) as started:
        yield started


@pytest.fixture(scope="module")
async def shelf(server: Server) -> Shelf:
    shelf = Shelf(server.services.database)
    await shelf.publish("a", {"1.0.0": needs(b="^1", zod="^3"), "1.1.0": needs(b="^2", zod="^3")})
    await shelf.publish("b", {"1.0.0": needs(a="^1", zod="^4"), "1.0.1": needs(a="^1", zod="^4")})
    return shelf


async def answer(
    server: Server, principal: Principal, document: str = GRAPH, **variables: object
) -> Any:  # noqa: ANN401 - JSON, or errors
    context = Context(principal, server.services, Loaders(server.services.database))
    return await SCHEMA.execute(document, variables, context_value=context)


async def graph(
    server: Server, shelf: Shelf, principal: Principal = ANONYMOUS, version: str | None = None
) -> dict[str, Any]:
    result = await answer(server, principal, plugin=shelf.ids["a"], version=version)
    assert not result.errors
    found: dict[str, Any] = result.data["dependencyGraph"]
    return found


def member(group: Group, role: Role) -> Principal:
    return Principal(Person(username="p", display_name="P"), {group.id: role})


async def install(server: Server, plugin: str, state: InstanceState) -> Group:
    group = Group(slug="g", name="G")
    properties = InstanceProperties(plugin=plugin, state=state)
    instance = PluginInstance(name="i", group=group.id, properties=properties)
    await InstanceRepository(server.services.database).insert(instance)
    return group


def installed(found: dict[str, Any]) -> list[str]:
    return [node["name"] for node in found["nodes"] if node["installed"]]


async def test_the_whole_graph_is_public(server: Server, shelf: Shelf) -> None:
    found = await graph(server, shelf, version="1.0.0")
    entry = {"id": shelf.ids["b"], "name": "b", "latestVersion": "1.0.1"}
    assert found["nodes"][1] == {
        "name": "b",
        "version": "1.0.1",
        "installed": False,
        "complete": True,
        "plugin": entry,
    }
    assert found["nodes"][2]["plugin"] is None
    assert found["edges"][0] == {
        "from": "a",
        "to": "b",
        "range": "^1",
        "kind": "REQUIRED",
        "satisfied": True,
    }
    assert found["cycles"] == [["a", "b"]]
    assert found["conflicts"] == [
        {"package": "zod", "ranges": ["^3", "^4"], "wantedBy": ["a", "b"], "peer": False}
    ]
    assert found["truncated"] is False


async def test_a_range_that_cannot_be_had_shows_before_an_install(
    server: Server, shelf: Shelf
) -> None:
    found = await graph(server, shelf)
    assert [edge["satisfied"] for edge in found["edges"]] == [False, True]
    assert found["nodes"][1]["version"] is None


@pytest.mark.parametrize("state", [InstanceState.ACTIVE, InstanceState.INSTALLED])
async def test_members_see_what_their_group_has_installed(
    server: Server, shelf: Shelf, state: InstanceState
) -> None:
    group = await install(server, shelf.ids["b"], state)
    assert installed(await graph(server, shelf, member(group, Role.ORG_USER))) == ["b"]
    assert installed(await graph(server, shelf, member(group, Role.CUSTOMER))) == []
    other = Group(slug="other", name="Other")
    assert installed(await graph(server, shelf, member(other, Role.ORG_OWNER))) == []
    assert installed(await graph(server, shelf)) == []


@pytest.mark.parametrize(
    "state", [InstanceState.INSTALLING, InstanceState.FAILED, InstanceState.UNINSTALLED]
)
async def test_what_is_not_there_yet_or_any_more_is_not_installed(
    server: Server, shelf: Shelf, state: InstanceState
) -> None:
    group = await install(server, shelf.ids["b"], state)
    assert installed(await graph(server, shelf, member(group, Role.ORG_USER))) == []


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"plugin": "thing_" + "0" * 24}, "NOT_FOUND"),
        ({"plugin": "a"}, "NOT_FOUND"),
        ({"version": "9.9.9"}, "VERSION_INCOMPATIBLE"),
        ({"version": "nightly"}, "VERSION_INCOMPATIBLE"),
        ({"version": "git+https://example.test/a"}, "INVALID_INPUT"),
    ],
)
async def test_what_does_not_exist_is_an_error_with_a_code(
    server: Server, shelf: Shelf, variables: dict[str, str], code: str
) -> None:
    result = await answer(server, ANONYMOUS, **{"plugin": shelf.ids["a"], **variables})
    [error] = result.errors
    assert error.original_error.extensions["code"] == code


async def test_all_nodes_take_one_read_for_their_plugins_and_one_for_installs(
    server: Server, shelf: Shelf
) -> None:
    group = await install(server, shelf.ids["b"], InstanceState.ACTIVE)
    caller = member(group, Role.ORG_USER)
    with counted_reads() as reads:
        await graph(server, shelf, caller, version="1.0.0")
    assert reads == {"things": 1 + 1 + 1 + 1, "plugin_versions": 1 + 1 + 1 + 1}


async def test_a_version_tells_its_dependencies(server: Server, shelf: Shelf) -> None:
    document = """query ($plugin: ID!) { plugin(id: $plugin) { versions(first: 1) { nodes {
        dependencies { package range kind } } } } }"""
    result = await answer(server, ANONYMOUS, document, plugin=shelf.ids["b"])
    assert result.data["plugin"]["versions"]["nodes"][0]["dependencies"] == [
        {"package": "a", "range": "^1", "kind": "REQUIRED"},
        {"package": "zod", "range": "^4", "kind": "REQUIRED"},
    ]
