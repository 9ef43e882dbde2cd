"""What versions depend on is stored by a sync, from what it reads anyway."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalog.dependency import DependencyKind
from app.catalog.dependency_service import DependencyService
from app.catalog.repository import VersionRepository
from app.catalog.sync import SyncState
from app.database import Database
from sandbox.registry.registry import Registry
from tests.app.catalog.world import OPENAI, World
from tests.sandbox.local_registry import LocalRegistry, serve_registry

WALLET, CHAIN = "@acme/plugin-wallet", "@acme/plugin-chain"
NAMES = {name: f"github:{name.removeprefix('@')}" for name in (WALLET, CHAIN)}


@pytest.fixture
def local() -> Iterator[LocalRegistry]:
    with serve_registry() as registry:
        registry.publish(CHAIN, version="1.0.0", dependencies={"zod": "^3"})
        registry.publish(CHAIN, version="2.0.0-alpha.1", tag="alpha", _id="known")
        registry.publish(WALLET, version="0.9.0")
        registry.publish(
            WALLET,
            dependencies={CHAIN: "^1.0.0"},
            optionalDependencies={"usb": "2"},
            peerDependencies={"@elizaos/core": "^1.7.0", "react": "*"},
            peerDependenciesMeta={"react": {"optional": True}},
        )
        yield registry


@pytest.fixture
async def world(database: Database, local: LocalRegistry, tmp_path: Path) -> World:
    world = World(database, Registry(tmp_path / "npm", local.environment), tmp_path, NAMES)
    assert (await world.sync()).state is SyncState.SUCCEEDED
    return world


async def stored(world: World, name: str, version: str) -> dict[str, DependencyKind] | None:
    plugin = await world.plugin(name)
    found = await VersionRepository(world.database).of(plugin.id, version)
    assert found
    if found.dependencies is None:
        return None
    return {each.package: each.kind for each in found.dependencies}


async def test_each_versions_dependencies_are_stored(world: World, local: LocalRegistry) -> None:
    assert await stored(world, WALLET, "1.0.0") == {
        CHAIN: DependencyKind.REQUIRED,
        "usb": DependencyKind.OPTIONAL,
        "@elizaos/core": DependencyKind.PEER,
        "react": DependencyKind.OPTIONAL_PEER,
    }
    assert await stored(world, CHAIN, "1.0.0") == {"zod": DependencyKind.REQUIRED}
    latest_only = {f"/{name}/-/1.0.0.tgz" for name in NAMES}
    assert {path for path in local.requests if path.endswith(".tgz")} == latest_only


async def test_none_and_unknown_are_told_apart(world: World) -> None:
    assert await stored(world, CHAIN, "2.0.0-alpha.1") == {}
    assert await stored(world, WALLET, "0.9.0") is None


async def test_what_was_stored_before_is_completed(world: World) -> None:
    plugin = await world.plugin(WALLET)
    versions = VersionRepository(world.database)
    await versions.collection.update_many({}, {"$unset": {"dependencies": 1}})
    await world.database.collection(type(plugin)).update_many(
        {}, {"$set": {"properties.digest": "of something older"}}
    )
    assert await stored(world, WALLET, "1.0.0") is None

    await world.sync()

    assert len(await stored(world, WALLET, "1.0.0") or {}) == 4


async def test_the_graph_follows_what_was_read(world: World) -> None:
    service = DependencyService(world.database)
    found = await service.graph((await world.plugin(WALLET)).id)
    assert {node.name: node.version for node in found.nodes.values()} == {
        WALLET: "1.0.0",
        CHAIN: "1.0.0",
        "@elizaos/core": None,
        "react": None,
        "usb": None,
        "zod": None,
    }


async def test_a_tag_of_the_registry_is_a_version(world: World) -> None:
    service = DependencyService(world.database)
    found = await service.graph((await world.plugin(CHAIN)).id, "alpha")
    assert found.root.version == "2.0.0-alpha.1"


async def test_a_real_plugin_tells_what_it_depends_on(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    world = World(database, registry, tmp_path, {OPENAI: "github:elizaos-plugins/plugin-openai"})
    await world.sync()
    found = await DependencyService(database).graph((await world.plugin(OPENAI)).id)
    assert found.root.complete
    assert {"@elizaos/core", "js-tiktoken"} <= found.nodes.keys()
    assert all(satisfied for _, satisfied in found.edges)
