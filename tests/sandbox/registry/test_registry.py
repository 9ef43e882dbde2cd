import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.registry.record import PackageRecord, Person
from sandbox.registry.registry import Registry, RegistryUnavailable
from tests.sandbox.local_registry import (
    ORDINARY_CODE,
    LocalRegistry,
    npm_environment_for,
    serve_registry,
)


@pytest.fixture
def local() -> Iterator[LocalRegistry]:
    with serve_registry() as registry:
        yield registry


@pytest.fixture(scope="module")
async def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PackageRecord]:
    """One reading of the registry that this machine's npm uses."""
    names = ["@elizaos/plugin-starter", "is-number", "@elizaos/no-such-plugin", "not a name"]
    registry = Registry(tmp_path_factory.mktemp("npm-cache"))
    return {record.name: record async for record in registry.read(names)}


@pytest.fixture
async def unused_address() -> AsyncIterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


async def read(registry: Registry, *names: str) -> dict[str, PackageRecord]:
    return {record.name: record async for record in registry.read(names)}


class TestRead:
    def test_every_name_is_answered(self, real: dict[str, PackageRecord]) -> None:
        assert len(real) == 4

    def test_a_published_plugin_tells_its_versions_and_its_core(
        self, real: dict[str, PackageRecord]
    ) -> None:
        starter = real["@elizaos/plugin-starter"]
        by_version = {each.version: each for each in starter.versions}
        assert starter.available
        assert by_version["1.7.2"].core_range == "1.7.2"
        assert by_version["1.7.2"].published_at is not None
        assert str(by_version["1.7.2"].integrity).startswith("sha512-")

    def test_its_tarball_tells_readme_settings_and_dependencies(
        self, real: dict[str, PackageRecord]
    ) -> None:
        latest = real["@elizaos/plugin-starter"].latest
        assert latest is not None
        assert "# ElizaOS Plugin" in str(latest.readme)
        assert "API_KEY" in latest.declared_settings
        assert "@elizaos/core" in latest.dependencies

    def test_any_package_tells_licence_and_authors(self, real: dict[str, PackageRecord]) -> None:
        latest = real["is-number"].latest
        assert latest is not None
        assert latest.licence == "MIT"
        assert "Jon Schlinkert" in {person.name for person in latest.authors}

    @pytest.mark.parametrize("name", ["@elizaos/no-such-plugin", "not a name"])
    def test_a_missing_name_is_a_record(self, real: dict[str, PackageRecord], name: str) -> None:
        assert real[name] == PackageRecord(name=name, available=False)

    async def test_one_bad_tarball_leaves_the_others_alone(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        local.publish("good", description="fine").publish(
            "bad", integrity="sha512-" + "A" * 86 + "=="
        )
        records = await read(Registry(tmp_path, local.environment), "bad", "good")
        assert records["good"].latest is not None
        assert records["bad"].available
        assert records["bad"].latest is None
        assert "EINTEGRITY" in str(records["bad"].error)

    async def test_a_hostile_manifest_is_cut_to_shape(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        files = {**ORDINARY_CODE, "README.md": "x" * 300_000}
        local.publish(
            "odd", files, license=7, keywords="a, b", author="Ann <a@example.test>", maintainers=3
        )
        latest = (await read(Registry(tmp_path, local.environment), "odd"))["odd"].latest
        assert latest is not None
        assert len(str(latest.readme)) == 200_000
        assert latest.licence is None
        assert latest.keywords == ["a", "b"]
        assert latest.authors == [Person("Ann", "a@example.test", None)]
        assert latest.maintainers == []

    async def test_a_second_reading_fetches_no_tarball_again(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        registry = Registry(tmp_path, local.publish("good").environment)
        await read(registry, "good")
        local.requests.clear()
        assert (await read(registry, "good"))["good"].latest is not None
        assert not [path for path in local.requests if path.endswith(".tgz")]


class TestUnavailable:
    async def test_a_refused_connection_is_said(self, unused_address: str, tmp_path: Path) -> None:
        registry = Registry(tmp_path, npm_environment_for(unused_address))
        with pytest.raises(RegistryUnavailable, match="ECONNREFUSED"):
            await read(registry, *(f"plugin-{number}" for number in range(30)))

    async def test_a_registry_that_only_fails_is_unavailable(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        local.fail("/", 503)
        with pytest.raises(RegistryUnavailable, match="E503"):
            await read(Registry(tmp_path, local.environment), "one", "two")

    async def test_a_registry_that_fails_once_is_not(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        local.publish("good").fail("/flaky", 500)
        records = await read(Registry(tmp_path, local.environment), "good", "missing", "flaky")
        assert records["flaky"].error == "E500"
        assert records["good"].available
        assert records["missing"].error is None

    async def test_stopping_early_ends_the_reading(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        for number in range(40):
            local.publish(f"plugin-{number}")
        names = [f"plugin-{number}" for number in range(40)]
        records = Registry(tmp_path, local.environment).read(names)
        await anext(records)
        await records.aclose()
        asked = len(local.requests)
        await asyncio.sleep(0.3)
        assert len(local.requests) == asked


class TestVersions:
    async def test_versions_are_read_without_the_tarball(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        local.publish("good").publish("good", version="1.1.0")
        record = await Registry(tmp_path, local.environment).versions("good")
        assert [each.version for each in record.versions] == ["1.0.0", "1.1.0"]
        assert record.dist_tags == {"latest": "1.1.0"}
        assert record.latest is None
        assert local.requests == ["/good"]

    async def test_a_malformed_name_never_reaches_the_registry(
        self, local: LocalRegistry, tmp_path: Path
    ) -> None:
        record = await Registry(tmp_path, local.environment).versions("../good")
        assert not record.available
        assert local.requests == []
