"""What the loader tries where a plugin ends in an error while it loads."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.probe import ProbeReport, probe
from tests.sandbox.plugins import method, run, write_package, write_service

HELPER = "node_modules/helper"
ADDON = "process.dlopen({ exports: {} }, '/plugin/binding.node');"


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    yield pool
    await pool.close()


def with_helper(artifact: Path, source: str, kind: str = "module") -> Path:
    """The artefact, with a dependency ``helper`` of that source."""
    folder = artifact / HELPER
    return write_package(folder, {"index.js": source}, main="index.js", type=kind) and artifact


async def loads(artifact: Path) -> ProbeReport:
    report = await probe(artifact, Limits())
    assert (report.reason, report.services_not_started) == (None, [])
    return report


class TestMissingExports:
    async def test_one_is_missed_where_it_is_called(self, pool: WorkerPool, tmp_path: Path) -> None:
        artifact = write_service(
            tmp_path / "p",
            "works() { return there; } fails() { return gone(); } builds() { return new Gone(); }",
            "import { there, gone, Gone } from 'helper';",
        )
        with_helper(artifact, "export const there = 7;")
        assert (await run(pool, artifact, method("works"))).result == 7
        for name, export in (("fails", "gone"), ("builds", "Gone")):
            with pytest.raises(CallFailed, match=f'helper has no export "{export}"'):
                await run(pool, artifact, method(name))
        assert sorted((await loads(artifact)).repairs) == [
            "generated export: Gone of helper",
            "generated export: gone of helper",
        ]

    async def test_one_that_only_the_running_code_has_is_the_real_one(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p", "ask() { return there; }", "import { there } from 'helper';"
        )
        with_helper(artifact, "module.exports = Object.assign({}, { there: 7 });", "commonjs")
        assert (await run(pool, artifact, method("ask"))).result == 7

    async def test_a_default_export_is_the_whole_module(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p", "ask() { return helper.there; }", "import helper from 'helper';"
        )
        with_helper(artifact, "export const there = 7;")
        assert (await run(pool, artifact, method("ask"))).result == 7


class TestFailingPackages:
    @pytest.mark.parametrize(
        ("kind", "source"),
        [
            ("commonjs", f"{ADDON} module.exports = {{}};"),
            ("module", f"{ADDON} export default 1;"),
            ("commonjs", "module.exports = require('nowhere').part;"),
        ],
    )
    async def test_one_is_missed_where_it_is_used(
        self, pool: WorkerPool, tmp_path: Path, kind: str, source: str
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            "works() { return 7; } fails() { return helper.gone.deep(); }",
            "import helper from 'helper';",
        )
        with_helper(artifact, source, kind)
        assert (await run(pool, artifact, method("works"))).result == 7
        name = "nowhere" if "nowhere" in source else "helper"
        with pytest.raises(CallFailed, match=f"package {name}, .* does not load"):
            await run(pool, artifact, method("fails"))
        repairs = (await loads(artifact)).repairs
        assert repairs == [f"stand-in for the package {name}, which does not load"]

    async def test_the_one_nearest_to_the_fault_is_replaced(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p", "works() { return name; }", "import { name } from 'helper';"
        )
        with_helper(artifact, "require('deep'); exports.name = 'helper';", "commonjs")
        deep = {"index.js": "throw new Error('broken');"}
        write_package(artifact / "node_modules/deep", deep, main="index.js", type="commonjs")
        assert (await run(pool, artifact, method("works"))).result == "helper"
        assert (await loads(artifact)).repairs == [
            "stand-in for the package deep, which does not load"
        ]

    async def test_whoever_is_ready_for_the_fault_meets_it(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            "works() { return seen; }",
            "let seen; try { await import('helper'); } catch (error) { seen = error.code; }",
        )
        with_helper(artifact, ADDON, "commonjs")
        assert (await run(pool, artifact, method("works"))).result == "ERR_DLOPEN_FAILED"
        assert (await loads(artifact)).repairs == []


class TestFailingValues:
    async def test_one_tells_of_its_fault_where_it_is_used(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            "works() { return 7; } fails() { return api.get(); }",
            """
            class Api { constructor(runtime) { this.token = runtime.getSetting('TOKEN'); } }
            const api = new Api(
              null, // not known yet
            );
            """,
        )
        assert (await run(pool, artifact, method("works"))).result == 7
        with pytest.raises(CallFailed, match=r'could not make "api" .*getSetting'):
            await run(pool, artifact, method("fails"))
        (repair,) = (await loads(artifact)).repairs
        assert repair.startswith("stand-in for api, which the plugin cannot make: ")

    async def test_an_object_of_a_list_is_left_to_tell_of_its_fault(self, tmp_path: Path) -> None:
        source = """
            class Broken { constructor() { null.x; } }
            class Works { serviceType = 'works'; }
            export function createSamplePlugin() {
              return { name: 'sample', description: '', services: [
                new Works(),
                new Broken(),
              ] };
            }"""
        wanted = {"@elizaos/core": "0.1.9"}
        folder = write_package(tmp_path / "p", {"index.mjs": source}, dependencies=wanted)
        report = await probe(folder, Limits())
        assert [each.name for each in report.capabilities] == ["works", "Broken"]
        (problem,) = report.services_not_started
        assert problem.service == "Broken"
        assert problem.reason.startswith('The plugin could not make "Broken" when it was loaded')

    async def test_where_it_is_the_plugin_its_fault_is_the_reason(self, tmp_path: Path) -> None:
        source = "const plugin = make();\nfunction make() { return null.x; }\nexport { plugin };"
        report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
        assert (report.loaded, report.is_plugin) == (False, True)
        assert "Cannot read properties of null" in (report.reason or "")
        assert "index.mjs:2" in (report.detail or "")


async def test_a_plugin_made_of_what_core_lacks_is_hollow(tmp_path: Path) -> None:
    source = """
        import { nativePlugin } from '@elizaos/core';
        export default { ...nativePlugin, name: 'sample' };"""
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert (report.loaded, report.is_plugin) == (False, True)
    assert "has a name and nothing else" in (report.reason or "")
    assert report.repairs == ["generated core export: nativePlugin"]


async def test_an_error_that_nothing_cures_is_the_reason(tmp_path: Path) -> None:
    source = "throw new Error('not today'); export default {};"
    report = await probe(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert report.reason == "Its code ends in an error: not today"
    assert "index.mjs:1" in (report.detail or "")


@pytest.mark.parametrize("source", ["@elizaos/core", "gone-interfaces"])
async def test_the_interface_of_a_service_is_derived_from_cores_service(
    pool: WorkerPool, tmp_path: Path, source: str
) -> None:
    artifact = write_service(
        tmp_path / "p",
        "ask() { return [this.runtime.getService('wallet').balance(), Wallet.serviceType]; }",
        f"""
        import {{ IWalletService }} from '{source}';
        class Wallet extends IWalletService {{
          static async start(runtime) {{ return new Wallet(runtime); }}
          balance() {{ return 7; }}
        }}
        """,
    )
    entry = artifact / "index.mjs"
    entry.write_text(entry.read_text().replace("[Sample]", "[Wallet, Sample]"))
    assert (await run(pool, artifact, method("ask"))).result == [7, "wallet"]


async def test_a_helper_that_core_lacks_may_make_several_of_one(tmp_path: Path) -> None:
    source = """
        import { splitAction } from '@elizaos/core';
        const actions = [...splitAction({ name: 'A', description: '', handler: async () => {} })];
        export default { name: 'sample', description: '', actions };"""
    report = await loads(write_package(tmp_path / "p", {"index.mjs": source}))
    assert [each.name for each in report.capabilities] == ["A"]
