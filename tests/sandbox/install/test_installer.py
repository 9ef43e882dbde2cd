"""Real installations from the registry that this machine's npm is configured with."""

import json
import os
import stat
import time
from pathlib import Path

import pytest

from sandbox.install.errors import InstallErrorCode
from sandbox.install.limits import InstallLimits
from sandbox.install.progress import Stage
from tests.sandbox.installing import Workshop, leftovers, modules_of

STARTER = "@elizaos/plugin-starter"


@pytest.fixture(scope="module")
async def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A workshop in which the starter plugin is installed, from nothing."""
    workshop = Workshop(tmp_path_factory.mktemp("starter"))
    await workshop.install(STARTER, "1.7.2")
    return workshop


class TestAPluginFromTheRegistry:
    def test_its_code_and_its_dependencies_are_there(self, workshop: Workshop) -> None:
        artifact = workshop.store.list()[0]
        assert (artifact.path / artifact.entry).is_file()
        assert set(artifact.dependencies) <= modules_of(artifact)
        assert artifact.packages == len(modules_of(artifact))

    def test_what_the_host_supplies_is_not(self, workshop: Workshop) -> None:
        artifact = workshop.store.list()[0]
        assert artifact.core_range == "1.7.2"
        assert "@elizaos/core" not in modules_of(artifact)
        assert "@elizaos/core" not in (artifact.path / "package.json").read_text()

    def test_what_it_says_and_what_its_code_reads_are_known(self, workshop: Workshop) -> None:
        artifact = workshop.store.list()[0]
        assert list(artifact.declared_settings) == ["API_KEY"]
        assert artifact.read_settings == ["EXAMPLE_PLUGIN_VARIABLE"]
        assert artifact.skipped_scripts == [f"{STARTER}@1.7.2 postinstall"]
        assert artifact.repairs == ["vite left out: it only builds"]

    def test_the_manifest_in_use_builds_nothing_and_the_published_one_is_kept(
        self, workshop: Workshop
    ) -> None:
        artifact = workshop.store.list()[0]
        manifest = json.loads((artifact.path / "package.json").read_text())
        assert "devDependencies" not in manifest
        assert "postinstall" in manifest["scripts"]  # for the analysis to find; nothing runs it
        assert "postinstall" in artifact.original_manifest["scripts"]

    def test_nothing_in_it_can_be_written_or_leads_elsewhere(self, workshop: Workshop) -> None:
        artifact = workshop.store.list()[0]
        for folder, folders, files in os.walk(artifact.path):
            for name in [*folders, *files]:
                mode = (Path(folder) / name).lstat().st_mode
                assert not stat.S_ISLNK(mode)
                assert not mode & 0o222

    def test_it_names_no_registry(self, workshop: Workshop) -> None:
        assert list(workshop.store.list()[0].path.glob("**/.package-lock.json")) == []

    def test_progress_passes_every_stage_and_never_falls(self, workshop: Workshop) -> None:
        stages = [step.stage for step in workshop.steps]
        percents = [step.percent for step in workshop.steps]
        assert list(dict.fromkeys(stages)) == list(Stage)
        assert percents == sorted(percents)
        assert percents[-1] == 100.0
        assert any(step.message.startswith("7 of 7 packages, ") for step in workshop.steps)


class TestAgain:
    async def test_an_exact_version_in_the_store_costs_no_network(self, workshop: Workshop) -> None:
        offline = Workshop(workshop.folder.parent, {"npm_config_registry": "http://127.0.0.1:9"})
        start = time.perf_counter()
        artifact = await offline.install(STARTER, "1.7.2")
        assert time.perf_counter() - start < 0.3
        assert artifact == workshop.store.list()[0]

    async def test_a_tag_that_means_a_stored_version_assembles_nothing(
        self, workshop: Workshop
    ) -> None:
        workshop.steps.clear()
        artifact = await workshop.install(STARTER)
        assert artifact == workshop.store.find(STARTER, "1.7.2")
        assert Stage.DOWNLOADING not in {step.stage for step in workshop.steps}

    async def test_another_store_arrives_at_the_same_digest(
        self, workshop: Workshop, tmp_path: Path
    ) -> None:
        os.symlink(workshop.folder.parent / "npm-cache", tmp_path / "npm-cache")
        again = await Workshop(tmp_path).install(STARTER, "1.7.2")
        assert again.digest == workshop.store.list()[0].digest

    async def test_a_range_picks_the_newest_version_in_it(self, workshop: Workshop) -> None:
        assert (await workshop.install("is-number", "^6.0.0")).version == "6.0.0"


class TestRefused:
    async def test_an_unknown_plugin(self, workshop: Workshop) -> None:
        failure = await workshop.fail("@elizaos/no-such-plugin")
        assert failure.code == InstallErrorCode.PLUGIN_NOT_FOUND
        assert failure.stage == Stage.RESOLVING

    async def test_an_unknown_version_with_those_near_it(self, workshop: Workshop) -> None:
        failure = await workshop.fail("is-number", "6.3.0")
        assert failure.code == InstallErrorCode.VERSION_NOT_FOUND
        assert "6.0.0" in failure.hint

    @pytest.mark.parametrize("name", ["../etc", "-g", "is-number@7", "@a/b/c", ""])
    async def test_a_malformed_name(self, workshop: Workshop, name: str) -> None:
        assert (await workshop.fail(name)).code == InstallErrorCode.INVALID_NAME

    @pytest.mark.parametrize("version", ["file:../x", "git+ssh://x", "1.0.0; rm"])
    async def test_a_malformed_version(self, workshop: Workshop, version: str) -> None:
        assert (await workshop.fail("is-number", version)).code == InstallErrorCode.INVALID_VERSION

    async def test_a_package_without_code(self, workshop: Workshop) -> None:
        failure = await workshop.fail("@types/ms", "2.1.0")
        assert failure.code == InstallErrorCode.NO_CODE
        assert failure.stage == Stage.ANALYSING

    @pytest.mark.parametrize(
        ("limits", "stage"),
        [
            (InstallLimits(bytes=5_000), Stage.RESOLVING),
            (InstallLimits(files=3), Stage.RESOLVING),
            (InstallLimits(packages=0), Stage.RESOLVING),
            (InstallLimits(files=6), Stage.VERIFYING),
        ],
    )
    async def test_what_is_over_a_limit(
        self, tmp_path: Path, limits: InstallLimits, stage: Stage
    ) -> None:
        failure = await Workshop(tmp_path, limits=limits).fail("is-odd", "3.0.1")
        assert failure.code == InstallErrorCode.TOO_LARGE
        assert failure.stage == stage

    async def test_what_takes_too_long(self, tmp_path: Path) -> None:
        failure = await Workshop(tmp_path, limits=InstallLimits(seconds=0.2)).fail("is-odd")
        assert failure.code == InstallErrorCode.TIMED_OUT

    def test_and_no_refusal_left_anything(self, workshop: Workshop) -> None:
        assert leftovers(workshop.folder) == []
