"""What packages and registries do that honest ones do not."""

import json
import socket
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.install.bundled_artifact import BUNDLE
from sandbox.install.errors import InstallErrorCode
from sandbox.install.limits import InstallLimits
from sandbox.install.progress import Stage
from tests.sandbox.installing import Workshop, modules_of
from tests.sandbox.local_registry import (
    ORDINARY_CODE,
    LocalRegistry,
    npm_environment_for,
    serve_registry,
)

WRONG_INTEGRITY = "sha512-" + "A" * 86 + "=="


@pytest.fixture
def registry() -> Iterator[LocalRegistry]:
    with serve_registry() as registry:
        yield registry


@pytest.fixture
def workshop(registry: LocalRegistry, tmp_path: Path) -> Workshop:
    return Workshop(tmp_path, registry.environment)


def entry(path: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(path)
    info.type = kind
    info.linkname = target
    return info


class TestRegistryFaults:
    async def test_a_refused_connection(self, tmp_path: Path) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            failure = await Workshop(tmp_path, npm_environment_for(address)).fail("plugin")
        assert failure.code == InstallErrorCode.REGISTRY_UNAVAILABLE
        assert "ECONNREFUSED" in failure.message

    async def test_a_registry_that_fails(self, registry: LocalRegistry, workshop: Workshop) -> None:
        registry.publish("plugin").fail("/plugin", 502)
        assert (await workshop.fail("plugin")).code == InstallErrorCode.REGISTRY_UNAVAILABLE

    async def test_a_dependency_whose_download_fails(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin", dependencies={"helper": "1"}).publish("helper")
        registry.fail("/helper/-/", 500)
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.REGISTRY_UNAVAILABLE
        assert failure.stage == Stage.DOWNLOADING

    @pytest.mark.parametrize(
        ("swapped", "stage"), [("plugin", Stage.RESOLVING), ("helper", Stage.DOWNLOADING)]
    )
    async def test_a_tarball_that_is_not_the_announced_one(
        self, registry: LocalRegistry, workshop: Workshop, swapped: str, stage: Stage
    ) -> None:
        registry.publish("plugin", dependencies={"helper": "1"}).publish("helper")
        registry.publish(swapped, integrity=WRONG_INTEGRITY, dependencies={"helper": "1"})
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INTEGRITY_MISMATCH
        assert failure.stage == stage

    async def test_a_tarball_that_is_listed_and_missing(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin").fail("/plugin/-/", 404)
        assert (await workshop.fail("plugin")).code == InstallErrorCode.TARBALL_NOT_FOUND


class TestTarballs:
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("package/../../evil.js", "a path outside the package"),
            ("/evil.js", "a path outside the package"),
            ("package/a/../../b", "a path outside the package"),
            ("package/..\\..\\evil.js", "a path outside the package"),
            ("C:/evil.js", "a path outside the package"),
            ("package/\x1b[2Jevil.js", "control characters"),
            ("package/\u202egpj.exe", "control characters"),
            ("package/" + "a/" * 65 + "b", "over 64 folders"),
            ("package/" + "a" * 1100, "over 1024 characters"),
        ],
    )
    async def test_a_path_that_no_package_has_is_refused(
        self, registry: LocalRegistry, workshop: Workshop, path: str, words: str
    ) -> None:
        registry.publish("plugin", {**ORDINARY_CODE, "x": entry(path, tarfile.REGTYPE)})
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INVALID_TARBALL
        assert words in failure.message
        assert failure.message.isprintable()

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            (tarfile.SYMTYPE, "/etc/passwd"),
            (tarfile.SYMTYPE, "../outside"),
            (tarfile.SYMTYPE, "lib/../../outside"),
            (tarfile.LNKTYPE, "/etc/passwd"),
            (tarfile.LNKTYPE, "../outside"),
        ],
    )
    async def test_a_link_that_leads_out_is_refused(
        self, registry: LocalRegistry, workshop: Workshop, kind: bytes, target: str
    ) -> None:
        link = entry("package/way-out", kind, target)
        registry.publish("plugin", {**ORDINARY_CODE, "x": link})
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INVALID_TARBALL
        assert "a link to" in failure.message

    @pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
    async def test_a_device_is_refused(
        self, registry: LocalRegistry, workshop: Workshop, kind: bytes
    ) -> None:
        registry.publish("plugin", {**ORDINARY_CODE, "x": entry("package/device", kind)})
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INVALID_TARBALL
        assert "a device" in failure.message

    async def test_a_link_within_the_package_is_not_unpacked(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        link = entry("package/alias.js", tarfile.SYMTYPE, "index.js")
        registry.publish("plugin", {**ORDINARY_CODE, "x": link})
        artifact = await workshop.install("plugin")
        assert sorted(path.name for path in artifact.path.iterdir()) == ["index.js", "package.json"]

    async def test_of_a_file_that_is_there_twice_the_last_counts_everywhere(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        """Packages such as https-proxy-agent 7.0.6 hold a file twice."""
        files = {"index.js": "export default { name: 'first' };", "./index.js": "// last"}
        registry.publish("plugin", files)
        artifact = await workshop.install("plugin")
        assert (artifact.path / "index.js").read_text() == "// last"

    async def test_a_dependency_is_held_to_the_same_rules(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        link = entry("package/way-out", tarfile.SYMTYPE, "/etc/passwd")
        registry.publish("helper", {**ORDINARY_CODE, "x": link})
        registry.publish("plugin", dependencies={"helper": "1"})
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INVALID_TARBALL
        assert "helper@1.0.0" in failure.message

    async def test_zeros_after_the_end_are_not_unpacked_for_ever(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin", padding=200_000_000)
        failure = await workshop.fail("plugin")
        assert failure.code == InstallErrorCode.INVALID_TARBALL

    async def test_a_file_where_a_folder_is_needed_leaves_no_holes(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        files = {**ORDINARY_CODE, "lib": "a file", "lib/inner.js": "below it"}
        registry.publish("plugin", files)
        assert (await workshop.fail("plugin")).code == InstallErrorCode.INVALID_TARBALL

    async def test_a_small_tarball_that_unpacks_to_much_is_refused(
        self, registry: LocalRegistry, tmp_path: Path
    ) -> None:
        registry.publish("plugin", {**ORDINARY_CODE, "bomb": "0" * 20_000_000})
        limits = InstallLimits(bytes=1_000_000)
        failure = await Workshop(tmp_path, registry.environment, limits).fail("plugin")
        assert failure.code == InstallErrorCode.TOO_LARGE


class TestCode:
    async def test_what_stands_where_the_bundle_goes_is_removed(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin", {**ORDINARY_CODE, BUNDLE.as_posix(): "hidden from the analyser"})
        assert not (await workshop.install("plugin")).path.joinpath(BUNDLE.parent).exists()

    async def test_none_of_a_package_is_run(
        self, registry: LocalRegistry, workshop: Workshop, tmp_path: Path
    ) -> None:
        leave = f"require('fs').writeFileSync({str(tmp_path / 'ran')!r}, '')"
        scripts = dict.fromkeys(("preinstall", "install", "postinstall"), f'node -e "{leave}"')
        files = {
            **ORDINARY_CODE,
            ".npm-extension.cjs": f"{leave}; exports.transformManifest = (x) => x;",
            ".npmrc": "ignore-scripts=false\nregistry=http://127.0.0.1:9\n",
            "binding.gyp": "{}",
        }
        registry.publish("helper", files, scripts=scripts)
        registry.publish("plugin", files, scripts=scripts, dependencies={"helper": "1"})
        artifact = await workshop.install("plugin")
        assert not (tmp_path / "ran").exists()
        assert artifact.skipped_scripts == [
            f"{name}@1.0.0 {script}"
            for name in ("helper", "plugin")
            for script in ("install", "postinstall", "preinstall")
        ]
        assert artifact.native_addons == ["helper@1.0.0", "plugin@1.0.0"]

    async def test_settings_are_found_in_code_and_not_in_tests(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        code = """
            export default { init: (_, runtime) => [runtime.getSetting('ONE'), process.env.TWO,
              process.env["THREE"], process.env.NODE_ENV, runtime?.getSetting?.(`FIVE`)] };
            const { FOUR, SIX: six = 6 } = process.env;
        """
        registry.publish(
            "plugin", {"index.js": code, "__tests__/index.test.js": "process.env.OTHER"}
        )
        artifact = await workshop.install("plugin")
        assert artifact.read_settings == ["FIVE", "FOUR", "ONE", "SIX", "THREE", "TWO"]

    async def test_names_that_are_computed_are_found_with_placeholders(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        code = """
            export default { init: (_, runtime) => [
              runtime.getSetting(`RPC_${chain.toUpperCase()}`),
              getSetting(runtime, provider.name + "_API_KEY"),
              process.env[`${a}${b}_URL_${region.id}`],
              process.env["LLM_" + pick(1, "x") + '_MODEL'], runtime.getSetting('A' || 'B'),
              runtime.getSetting(key), process.env[`${a}_${b}`], runtime.getSetting("not a name"),
            ] };
        """
        registry.publish("plugin", {"index.js": code})
        artifact = await workshop.install("plugin")
        assert artifact.read_settings == [
            *("<B>_URL_<ID>", "<NAME>_API_KEY", "LLM_<PICK>_MODEL", "RPC_<CHAIN>")
        ]

    async def test_a_file_made_of_reads_keeps_nobody_busy(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        code = "/*" + "getSetting(`${a}` + " * 400_000 + "*/ export default {};"
        registry.publish("plugin", {"index.js": code})
        begun = time.perf_counter()
        assert (await workshop.install("plugin")).read_settings == []
        assert time.perf_counter() - begun < 15

    async def test_an_entry_file_that_was_not_published_is_refused(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin", {"README.md": "later"}, main="dist/index.js")
        assert (await workshop.fail("plugin")).code == InstallErrorCode.NO_CODE

    async def test_an_older_version_that_has_its_code_is_named(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        hollow = {"README.md": "later"}
        for version, files in (("1.0.0", None), ("1.1.0", None), ("1.2.0", hollow)):
            registry.publish("plugin", files, version=version)
        registry.publish("plugin", hollow, version="2.0.0", main="dist/index.js")
        assert "Choose 1.1.0," in (await workshop.fail("plugin")).hint

    async def test_where_no_version_has_its_code_none_is_named(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("plugin", {"README.md": "later"})
        assert "no version" in (await workshop.fail("plugin")).hint


class TestUndeclaredImports:
    async def test_what_the_registry_has_of_them_comes_along(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        for name in ("imported", "deep", "whole", "lazy", "tool", "@types/imported"):
            registry.publish(name)
        files = {
            "index.js": """
                import { part } from './lib/part';
                import * as whole from 'whole';
                import 'node:fs';
                import 'gone';
                import '@elizaos/core';
                import 'plugin/other.js';
                const lazy = () => import('lazy');
                export default { name: 'ordinary' };""",
            "lib/part.ts": """
                import type { Tool } from 'tool';
                import { value } from 'imported/sub';
                export * from 'deep';
                export const part: Tool = value;""",
        }
        registry.publish("plugin", files)
        artifact = await workshop.install("plugin")
        assert modules_of(artifact) == {"imported", "deep", "whole"}
        assert artifact.repairs == [
            f"{name} added: imported, not declared" for name in ("deep", "imported", "whole")
        ]

    async def test_what_commonjs_requires_at_its_top_does_too(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("top").publish("inside")
        code = """
const top = __toESM(require("top"));
exports.later = () => {
  const inside = require("inside");
};"""
        registry.publish("plugin", {"index.js": code}, type="commonjs")
        assert modules_of(await workshop.install("plugin")) == {"top"}

    async def test_their_versions_are_those_that_the_author_had(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        for name in ("helper", "tested", "peer"):
            for version, day in (("1.0.0", "01"), ("2.0.0", "03"), ("3.0.0", "05")):
                registry.publish(name, version=version, published=f"2026-01-{day}T00:00:00Z")
        code = "import 'helper'; import 'tested'; import 'peer'; export default { name: 'x' };"
        registry.publish(
            "plugin",
            {"index.js": code},
            published="2026-01-04T00:00:00Z",
            devDependencies={"tested": "^1.0.0"},
            peerDependencies={"peer": "<3"},
            peerDependenciesMeta={"peer": {"optional": True}},
        )
        artifact = await workshop.install("plugin")
        assert artifact.dependencies == {"helper": "2.0.0", "peer": "2.0.0", "tested": "1.0.0"}


class TestMachineCode:
    async def test_it_is_left_out_where_it_is_optional(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("binary", cpu=["x64", "arm64"], dependencies={"library": "1"})
        registry.publish("library").publish("script")
        registry.publish("portable", cpu=["wasm32"])
        optional = {"binary": "1", "portable": "1", "script": "1"}
        registry.publish("helper", optionalDependencies=optional)
        registry.publish("plugin", dependencies={"helper": "1"})
        assert modules_of(await workshop.install("plugin")) == {"helper", "portable", "script"}

    async def test_it_stays_where_it_is_required(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("binary", cpu=["x64", "arm64"])
        registry.publish("plugin", dependencies={"binary": "1"})
        assert modules_of(await workshop.install("plugin")) == {"binary"}


class TestManifests:
    async def test_ranges_that_only_their_author_can_resolve_are_repaired(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("deep").publish("helper", dependencies={"deep": "workspace:*"})
        wanted = {"helper": "github:a/b", "deep": "file:../deep", "gone": "1", "tsup": "8"}
        registry.publish("plugin", dependencies=wanted)
        artifact = await workshop.install("plugin")
        assert artifact.dependencies == {"deep": "1.0.0", "helper": "1.0.0"}
        assert sorted(artifact.repairs) == [
            "deep@file:../deep read as *",
            "gone@1 left out: not on the registry",
            "helper@1.0.0: deep@workspace:* read as *",
            "helper@github:a/b read as *",
            "tsup left out: it only builds",
        ]

    async def test_a_dependency_that_no_registry_could_hold_is_ignored(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        bait = workshop.folder / "staging" / "out"
        bait.mkdir()
        (bait / "package.json").write_text('{"name": "out", "version": "1.0.0"}')
        registry.publish("helper", dependencies={"../out": "1", " ": "*"})
        registry.publish("plugin", dependencies={"helper": "1", "../out": "1"})
        assert modules_of(await workshop.install("plugin")) == {"helper"}

    async def test_dependencies_of_dependencies_that_do_not_exist_are_repaired(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("deep", version="2.1.0")
        registry.publish("helper", dependencies={"gone": "1", "deep": "^2.7.0"})
        registry.publish("plugin", dependencies={"helper": "1"})
        artifact = await workshop.install("plugin")
        assert modules_of(artifact) == {"helper", "deep"}
        assert sorted(artifact.repairs) == [
            "helper@1.0.0: deep@^2.7.0 read as 2.1.0",
            "helper@1.0.0: gone@1 left out: not to be had",
        ]

    async def test_required_peers_come_along_and_optional_ones_do_not(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("peer").publish("extra")
        registry.publish(
            "plugin",
            peerDependencies={"peer": "1", "extra": "1", "@elizaos/core": "^1.0.0"},
            peerDependenciesMeta={"extra": {"optional": True}},
        )
        artifact = await workshop.install("plugin")
        assert modules_of(artifact) == {"peer"}
        assert artifact.core_range == "^1.0.0"

    async def test_peers_that_contradict_each_other_are_taken_as_they_are(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("peer").publish("peer", version="2.0.0")
        registry.publish("helper", peerDependencies={"peer": "^1.0.0"})
        registry.publish("plugin", dependencies={"helper": "1", "peer": "^2.0.0"})
        artifact = await workshop.install("plugin")
        assert artifact.dependencies["peer"] == "2.0.0"
        assert "peer ranges that contradict each other were ignored" in artifact.repairs

    async def test_core_is_left_out_wherever_it_hides(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        core = {"node_modules/@elizaos/core/package.json": "{}"}
        registry.publish("@elizaos/core")
        registry.publish("helper", {**ORDINARY_CODE, **core}, dependencies={"@elizaos/core": "1"})
        registry.publish("plugin", {**ORDINARY_CODE, **core}, dependencies={"helper": "1"})
        assert modules_of(await workshop.install("plugin")) == {"helper"}

    async def test_a_package_for_another_platform_is_left_out(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        registry.publish("foreign", os=["aix"]).publish("plugin", dependencies={"foreign": "1"})
        assert modules_of(await workshop.install("plugin")) == set()

    async def test_the_tree_holds_nothing_from_outside_the_registry(
        self, registry: LocalRegistry, workshop: Workshop
    ) -> None:
        elsewhere = {"a": "http://127.0.0.1:9/a.tgz", "b": "file:/etc", "c": "git+ssh://h/r.git"}
        for name in elsewhere:
            registry.publish(name)
        registry.publish("helper", dependencies=elsewhere, _hasShrinkwrap=True)
        registry.publish("plugin", dependencies={"helper": "1"})
        artifact = await workshop.install("plugin")
        assert modules_of(artifact) == {"helper", "a", "b", "c"}
        manifest = json.loads((artifact.path / "node_modules/b/package.json").read_text())
        assert manifest["name"] == "b"
