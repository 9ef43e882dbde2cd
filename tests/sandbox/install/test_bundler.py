"""One file made of many, in isolation, and put where its digest tells of it."""

import json
from pathlib import Path

import pytest

from sandbox.install.artifact import Artifact
from sandbox.install.bundled_artifact import BUNDLE, with_bundle
from sandbox.install.bundler import bundle
from sandbox.install.seal import seal_digest
from tests.sandbox.plugins import write_package

CORE = ("@elizaos/core",)
MANIFEST = "node_modules/parts/package.json"


def write_parts(folder: Path, count: int) -> Path:
    """A plugin whose one dependency has that many modules."""
    parts = {f"node_modules/parts/{i}.mjs": f"export default {i};" for i in range(count)}
    index = "\n".join(f"import p{i} from './{i}.mjs'; list.push(p{i});" for i in range(count))
    files = {
        "index.mjs": "import list from 'parts'; import { Service } from '@elizaos/core';\n"
        "export default { name: `sum ${list.length}`, description: typeof Service };",
        MANIFEST: '{"name": "parts", "version": "1.0.0", "exports": "./index.mjs"}',
        "node_modules/parts/index.mjs": f"const list = [];\n{index}\nexport default list;",
    }
    return write_package(folder, parts | files)


def artifact_of(content: Path, **facts: object) -> Artifact:
    manifest = json.loads((content / "package.json").read_bytes())
    known: dict[str, object] = {
        **{"digest": seal_digest(content), "path": content, "name": "sample", "version": "1.0.0"},
        **{
            "integrity": "",
            "core_range": None,
            "entry": "index.mjs",
            "original_manifest": manifest,
        },
        **{"declared_settings": {}, "read_settings": [], "native_addons": [], "repairs": []},
        **{"skipped_scripts": [], "packages": 1, "files": 1, "bytes": 1, "dependencies": {}},
    }
    return Artifact(**known | facts)  # type: ignore[arg-type]  # facts of many types


async def test_a_bundle_holds_the_dependencies_and_leaves_core_outside(tmp_path: Path) -> None:
    code = await bundle(write_parts(tmp_path / "p", 3), "index.mjs", CORE)
    assert code is not None
    assert b'from "@elizaos/core"' in code
    assert b'from "parts"' not in code


@pytest.mark.parametrize("place", ["{}", "../secret.json", "./link.json"])
async def test_no_file_of_the_host_gets_into_it(tmp_path: Path, place: str) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"key": "value"}')
    source = f"import secret from '{place.format(secret)}'; export default secret;"
    folder = write_package(tmp_path / "p", {"index.mjs": source})
    (folder / "link.json").symlink_to(secret)
    assert await bundle(folder, "index.mjs", CORE) is None


async def test_files_of_the_plugin_do(tmp_path: Path) -> None:
    source = "import data from './data.json'; export default data;"
    files = {"index.mjs": source, "data.json": '{"key": "value"}'}
    code = await bundle(write_package(tmp_path / "p", files), "index.mjs", CORE)
    assert code is not None
    assert b'"value"' in code


@pytest.mark.parametrize(
    "code",
    [
        "new URL('data.bin', import.meta.url)",
        "import(process.env.NAME)",
        "require(process.env.NAME)",
        "require.resolve('fs')",
        "__dirname",
        "__filename",
    ],
)
async def test_code_that_asks_where_it_stands_is_not_bundled(tmp_path: Path, code: str) -> None:
    folder = write_package(tmp_path / "p", {"index.mjs": f"export default () => {code};"})
    assert await bundle(folder, "index.mjs", CORE) is None


async def test_what_does_not_parse_or_is_missing_is_not_bundled(tmp_path: Path) -> None:
    folder = write_package(
        tmp_path / "p", {"index.mjs": "export default {", "b.mjs": "import 'no'"}
    )
    assert await bundle(folder, "index.mjs", CORE) is None
    assert await bundle(folder, "b.mjs", CORE) is None


async def test_what_would_be_machine_code_stays_outside(tmp_path: Path) -> None:
    content = write_parts(tmp_path / "p", 30)
    files = {
        "index.mjs": "import 'parts'; import native from 'native'; export default native;",
        "node_modules/native/package.json": '{"name": "native", "main": "index.js"}',
        "node_modules/native/index.js": "module.exports = __dirname;",
    }
    write_package(content, files)
    artifact = artifact_of(content, native_addons=["native@1.0.0"])
    assert (await with_bundle(artifact, CORE)).files == 2
    assert b'from "native"' in (content / BUNDLE).read_bytes()


async def test_an_artefact_with_a_bundle_has_the_digest_of_all_its_files(tmp_path: Path) -> None:
    before = artifact_of(write_parts(tmp_path / "p", 30))
    after = await with_bundle(before, CORE)
    size = (after.path / BUNDLE).stat().st_size
    assert after.digest == seal_digest(after.path) != before.digest
    assert (after.files, after.bytes) == (before.files + 1, before.bytes + size)


async def test_few_modules_are_not_worth_a_bundle(tmp_path: Path) -> None:
    before = artifact_of(write_parts(tmp_path / "p", 20))
    assert await with_bundle(before, CORE) is before
    assert not (before.path / BUNDLE).exists()
