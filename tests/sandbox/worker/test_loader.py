"""How plugins of all shapes find their way onto the host's core."""

from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind
from sandbox.worker.probe import ProbeReport, probe
from tests.sandbox.plugins import method, run, write_package, write_service

_PLUGIN = "{ name: 'sample', description: 'd', actions: [{ name: 'A', handler: async () => 1 }] }"


async def load(folder: Path, files: dict[str, str], **manifest: object) -> ProbeReport:
    return await probe(write_package(folder, files, **manifest), Limits())


def names(report: ProbeReport) -> list[str]:
    return [capability.name for capability in report.capabilities]


class TestEntry:
    @pytest.mark.parametrize(
        ("manifest", "place"),
        [
            ({"main": "lib/a.mjs"}, "lib/a.mjs"),
            ({"main": "lib"}, "lib/index.js"),
            ({"main": None, "module": "m.mjs"}, "m.mjs"),
            ({"exports": "./e.mjs"}, "e.mjs"),
            ({"exports": {".": {"types": "./e.d.ts", "import": "./e.mjs"}}}, "e.mjs"),
            ({"exports": {"browser": "./b.js", "node": {"import": ["./e.mjs"]}}}, "e.mjs"),
        ],
    )
    async def test_it_is_where_the_manifest_says(
        self, tmp_path: Path, manifest: dict[str, object], place: str
    ) -> None:
        report = await load(tmp_path / "p", {place: f"export default {_PLUGIN}"}, **manifest)
        assert (report.reason, names(report), report.repairs) == (None, ["A"], [])

    async def test_where_the_manifest_is_wrong_it_is_looked_for(self, tmp_path: Path) -> None:
        files = {"dist/index.js": f"export default {_PLUGIN}"}
        report = await load(tmp_path / "p", files, main="gone.js")
        assert report.repairs == ["entry file found at dist/index.js"]

    async def test_a_package_without_code_says_so(self, tmp_path: Path) -> None:
        report = await load(tmp_path / "p", {}, main="gone.js")
        assert (report.loaded, report.reason) == (
            False,
            "The package has no code: none of gone.js exists",
        )


class TestExport:
    @pytest.mark.parametrize(
        "source",
        [
            f"export default {_PLUGIN}",
            f"export const samplePlugin = {_PLUGIN}; export const other = 1;",
            f"export function createSamplePlugin() {{ return {_PLUGIN}; }}; export const a = 1;",
            f"export const helper = {{ name: 'x' }}; export const p = {_PLUGIN}; export default 5;",
        ],
    )
    async def test_it_is_the_default_or_looks_like_a_plugin(
        self, tmp_path: Path, source: str
    ) -> None:
        assert names(await load(tmp_path / "p", {"index.mjs": source})) == ["A"]

    async def test_without_one_the_exports_are_named(self, tmp_path: Path) -> None:
        report = await load(tmp_path / "p", {"index.mjs": "export const a = 1, b = 2;"})
        assert report.reason == ("It is a library. The package exports no plugin. It exports: a, b")


class TestCore:
    @pytest.mark.parametrize("name", ["@elizaos/core", "@elizaos/core/node", "@ai16z/eliza"])
    async def test_every_import_leads_to_the_hosts(self, tmp_path: Path, name: str) -> None:
        source = f"""
            import {{ Service }} from '@elizaos/core';
            import * as whole from '{name}';
            import core, {{ logger as log }} from '{name}';
            import {{ createRequire }} from 'node:module';
            const required = createRequire(import.meta.url)('{name}');
            if (core.Service !== Service || whole.Service !== Service) throw new Error('two cores');
            if (!(required.Service.prototype === Service.prototype && log.info)) throw new Error();
            export default {_PLUGIN};
        """
        report = await load(tmp_path / "p", {"index.mjs": source})
        assert (report.reason, report.repairs) == (None, [])

    async def test_commonjs_plugins_share_it(self, pool: WorkerPool, tmp_path: Path) -> None:
        source = """
            var core = require('@elizaos/core');
            function Old() { return core.Service.call(this) || this; }
            Old.prototype = Object.create(core.Service.prototype);
            Old.serviceType = 's';
            Old.start = async function (runtime) { return new Old(runtime); };
            const handler = async (runtime) => runtime.getService('s') instanceof core.Service;
            const actions = [{ name: 'IS', handler }];
            exports.default = { name: 'old', description: 'd', services: [Old], actions };
        """
        artifact = write_package(
            tmp_path / "p", {"index.cjs": source}, type="commonjs", main="index.cjs"
        )
        answer = await run(pool, artifact, Call(CallKind.ACTION, "IS"))
        assert answer.result is True

    async def test_an_export_it_lacks_is_generated_and_throws_when_used(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        preamble = """
            import { logger, wrapAction, Missing as Renamed, Kinds } from '@elizaos/core';
            export { alsoMissing } from '@elizaos/core';
            class Child extends Renamed {}
            const action = wrapAction({ name: 'kept' });
        """
        artifact = write_service(
            tmp_path / "p",
            """
            kept() { return action.name; }
            call() { return Renamed('x'); }
            build() { return new Child(); }
            nested() { return Kinds.Some.thing(); }
            """,
            preamble,
        )
        assert (await run(pool, artifact, method("kept"))).result == "kept"
        for name, export in (("call", "Missing"), ("build", "Missing"), ("nested", "Kinds")):
            with pytest.raises(CallFailed, match=f'has no export "{export}'):
                await run(pool, artifact, method(name))
        assert (await probe(artifact, Limits())).repairs == [
            f"generated core export: {name}"
            for name in ("wrapAction", "Missing", "Kinds", "alsoMissing")
        ]


class TestMachine:
    async def test_a_worker_has_what_node_takes_from_proc(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            """
            look() {
              const { rss, heapUsed } = process.memoryUsage();
              return [rss > heapUsed, os.cpus().length, os.userInfo().username];
            }
            """,
            "import os from 'node:os';",
        )
        assert (await run(pool, artifact, method("look"))).result == [True, 1, "plugin"]

    async def test_a_plugin_cannot_end_its_worker(self, pool: WorkerPool, tmp_path: Path) -> None:
        artifact = write_service(tmp_path / "p", "leave() { process.exit(3); }")
        with pytest.raises(CallFailed, match="exit code 3") as failure:
            await run(pool, artifact, method("leave"))
        assert failure.value.code == "EXIT_REFUSED"

    async def test_an_error_nobody_catches_is_a_log_line(
        self, pool: WorkerPool, tmp_path: Path
    ) -> None:
        artifact = write_service(
            tmp_path / "p",
            """
            async stray() {
              Promise.reject(new Error('stray rejection'));
              setTimeout(() => { throw new Error('stray error'); });
              await new Promise((resolve) => setTimeout(resolve, 20));
              return 'alive';
            }
            """,
        )
        assert (await run(pool, artifact, method("stray"))).result == "alive"
