"""What the loader repairs, and says that it did."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.errors import CallFailed
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.worker.probe import ProbeReport, probe
from tests.sandbox.plugins import method, run, write_package, write_service

PLUGIN = """{ name: 'sample', description: 'd',
    actions: [{ name: String(value), handler: async () => 1 }] }"""


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(Limits(), size=1)
    await pool.start()
    yield pool
    await pool.close()


async def load(folder: Path, files: dict[str, str], **manifest: object) -> ProbeReport:
    report = await probe(write_package(folder, files, **manifest), Limits())
    assert report.reason is None, report.reason
    return report


def value_of(report: ProbeReport) -> str:
    return report.capabilities[0].name


@pytest.mark.parametrize(
    ("specifier", "place"),
    [
        ("./part", "part.js"),
        ("./part", "part/index.js"),
        ("./part", "part.mjs"),
        ("../p/part", "part.js"),
    ],
)
async def test_a_file_whose_extension_was_left_out(
    tmp_path: Path, specifier: str, place: str
) -> None:
    main = f"import {{ value }} from '{specifier}'; export default {PLUGIN}"
    where = place if specifier.startswith("./") else f"../p/{place}"
    inner = {"lib/index.mjs": main, f"lib/{where}": "export const value = 7;"}
    report = await load(tmp_path / "p", inner, main="lib/index.mjs")
    assert value_of(report) == "7"
    assert report.repairs == [f"file found for {specifier}"]


@pytest.mark.parametrize(
    ("specifier", "files"),
    [
        ("helper/sub", {"package.json": '{"exports": {".": "./a.js"}}', "sub.js": ""}),
        ("helper/sub", {"package.json": '{"exports": {".": "./a.js"}}', "dist/sub.js": ""}),
        ("helper", {"package.json": '{"main": "gone.js"}', "dist/index.js": ""}),
        ("@a/helper/sub", {"package.json": '{"exports": {}}', "sub.js": ""}),
    ],
)
async def test_a_module_that_its_package_hides(
    tmp_path: Path, specifier: str, files: dict[str, str]
) -> None:
    name = "@a/helper" if specifier.startswith("@") else "helper"
    inner = {
        f"node_modules/{name}/{place}": text or "module.exports.value = 7;"
        for place, text in files.items()
    }
    main = f"import {{ value }} from '{specifier}'; export default {PLUGIN}"
    report = await load(tmp_path / "p", {"index.mjs": main, **inner})
    assert value_of(report) == "7"
    assert report.repairs == [f"module found for {specifier}"]


async def test_commonjs_that_was_announced_as_a_module(tmp_path: Path) -> None:
    source = f"const value = require('node:path').sep; module.exports = {PLUGIN};"
    report = await load(tmp_path / "p", {"index.js": source}, main="index.js", type="module")
    assert value_of(report) == "/"
    assert report.repairs == ["CommonJS found where ES modules were announced"]


async def test_commonjs_throughout_a_package_that_calls_itself_a_module(tmp_path: Path) -> None:
    files = {
        "index.js": f"const {{ value }} = require('./part.js'); exports.default = {PLUGIN};",
        "part.js": "exports.value = require('./deep/part.js');",
        "deep/part.js": "module.exports = 7;",
    }
    report = await load(tmp_path / "p", files, main="index.js", type="module")
    assert value_of(report) == "7"


async def test_commonjs_that_asks_for_what_only_modules_have(tmp_path: Path) -> None:
    files = {
        "index.js": f"const {{ value }} = require('./part.js'); exports.default = {PLUGIN};",
        "part.js": """
            var __filename = (0, require('node:url').fileURLToPath)(import.meta.url);
            exports.value = __filename + import.meta.dirname;""",
    }
    report = await load(tmp_path / "p", files, main="index.js", type="module")
    assert value_of(report) == "/plugin/part.js/plugin"


async def test_a_module_that_uses_what_only_commonjs_has(tmp_path: Path) -> None:
    source = f"""#!/usr/bin/env node
        import fs from 'node:fs';
        const value = require('node:path').basename(__filename) + fs.existsSync(__dirname);
        export default {PLUGIN}"""
    report = await load(tmp_path / "p", {"index.mjs": source})
    assert value_of(report) == "index.mjstrue"
    assert set(report.repairs) == {
        f"{name} supplied to an ES module" for name in ("require", "__dirname", "__filename")
    }


async def test_a_bundle_that_asks_whether_there_is_require(tmp_path: Path) -> None:
    source = f"""
        const ask = ((x) => typeof require !== 'undefined' ? require : () => {{ throw x; }})();
        const value = ask('node:path').sep;
        export default {PLUGIN}"""
    report = await load(tmp_path / "p", {"index.mjs": source})
    assert (value_of(report), report.repairs) == ("/", ["require supplied to an ES module"])


async def test_what_a_module_declares_itself_is_left_alone(tmp_path: Path) -> None:
    source = f"""
        import {{ createRequire }} from 'node:module';
        const require = createRequire(import.meta.url);
        const value = require('node:path').sep;
        export default {PLUGIN}"""
    report = await load(tmp_path / "p", {"index.mjs": source})
    assert (value_of(report), report.repairs) == ("/", [])


async def test_a_missing_package_is_missed_where_it_is_used(
    pool: WorkerPool, tmp_path: Path
) -> None:
    artifact = write_service(
        tmp_path / "p",
        """
        works() { return 'all the same'; }
        fails() { return z.object({}); }
        builds() { return new Client(); }
        """,
        """
        import z, { Client as Client, type as kind } from '@gone/package';
        import { Database } from 'bun:sqlite';
        const schema = z.object({ a: z.string().min(3) }).optional();
        class Mine extends Client {}
        """,
    )
    assert (await run(pool, artifact, method("works"))).result == "all the same"
    for name in ("fails", "builds"):
        with pytest.raises(CallFailed, match=r"@gone/package.* is not there"):
            await run(pool, artifact, method(name))
    assert (await probe(artifact, Limits())).repairs == [
        "stand-in for the missing package @gone/package",
        "stand-in for the missing package bun:sqlite",
    ]


@pytest.mark.parametrize("statement", ["import * as gone from 'gone'", "export * from 'gone'"])
async def test_a_missing_package_that_is_taken_whole(tmp_path: Path, statement: str) -> None:
    source = f"""
        {statement};
        const value = typeof gone === 'undefined' ? 'nothing' : typeof gone.part.deep;
        export default {PLUGIN}"""
    report = await load(tmp_path / "p", {"index.mjs": source})
    assert value_of(report) == ("function" if "as gone" in statement else "nothing")
    assert report.repairs == ["stand-in for the missing package gone"]


@pytest.mark.parametrize("ask", ["await import('gone')", "createRequire(import.meta.url)('gone')"])
async def test_who_asks_at_run_time_is_told_the_truth(tmp_path: Path, ask: str) -> None:
    source = f"""
        import {{ createRequire }} from 'node:module';
        let value = 'there';
        try {{ {ask}; }} catch (error) {{ value = error.code; }}
        export default {PLUGIN}"""
    report = await load(tmp_path / "p", {"index.mjs": source})
    assert value_of(report) in {"ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"}
    assert report.repairs == []


async def test_sources_that_were_never_compiled(tmp_path: Path) -> None:
    files = {
        "src/index.ts": f"""
            import {{ type Plugin, type Memory, IAgentRuntime }} from '@elizaos/core';
            import {{ Kind, Shape, value as given }} from './part.js';
            enum Level {{ One = 1 }}
            const runtime: IAgentRuntime | null = null, shape: Shape | null = null;
            const value: string = `${{given}} ${{Kind.A}} ${{Level.One}} ${{runtime}} ${{shape}}`;
            export default {PLUGIN} satisfies Plugin as Plugin;""",
        "src/part.ts": """
            export interface Shape { a: number }
            export enum Kind { A = 'a' }
            export const value: number = 7;""",
    }
    report = await load(tmp_path / "p", files, main="dist/index.js")
    assert value_of(report) == "7 a 1 null null"
    assert report.repairs == [
        "entry file found at src/index.ts",
        "TypeScript sources run as they are",
        "file found for ./part.js",
    ]


async def test_a_syntax_error_stays_one(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "p", {"index.mjs": "export default { require(;"})
    report = await probe(folder, Limits())
    assert not report.loaded
    assert "Unexpected token" in (report.reason or "")
