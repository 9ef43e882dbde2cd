"""What an install learns of a version that the registry did not tell."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.catalog.repository import VersionRepository
from app.catalog.version import Compatibility, PluginVersion, ServiceProblem
from app.database import Database
from app.errors import InvalidPluginStructure
from app.plugins.version_prober import VersionProber
from app.record import now
from sandbox.install.artifact import Artifact
from sandbox.install.bundled_artifact import BUNDLE
from sandbox.limits import Limits
from tests.sandbox.plugins import write_package, write_service

MANIFEST = {"name": "a", "version": "1.0.0", "dependencies": {"b": "^1"}, "peerDependencies": 3}
ARTIFACT = Artifact(
    digest="d" * 64,
    path=Path("nowhere"),
    name="a",
    version="1.0.0",
    integrity="sha512-AAAA",
    core_range=None,
    entry="index.js",
    declared_settings={},
    read_settings=[],
    native_addons=[],
    skipped_scripts=[],
    repairs=[],
    packages=0,
    files=1,
    bytes=1,
    dependencies={},
    original_manifest=MANIFEST,
)


async def test_what_did_not_start_is_told_apart_from_what_did_not_load(
    database: Database, tmp_path: Path
) -> None:
    artifact = write_service(tmp_path / "p", "")
    entry = artifact / "index.mjs"
    broken = entry.read_text().replace(
        "static async start(runtime) {", "static start() { throw 'x';"
    )
    entry.write_text(broken)

    learnt = await VersionProber(database, Limits()).learn(
        "starts", replace(ARTIFACT, path=artifact)
    )

    assert learnt.compatibility is not None
    assert (learnt.compatibility.loaded, learnt.compatibility.initialised) == (True, True)
    assert learnt.compatibility.services_not_started == [ServiceProblem(service="s", reason="x")]


async def test_why_it_does_not_load_is_kept_for_its_author(
    database: Database, tmp_path: Path
) -> None:
    folder = write_package(tmp_path / "p", {"index.mjs": "throw new Error('not today')"})
    prober = VersionProber(database, Limits())

    with pytest.raises(InvalidPluginStructure, match="Its code ends in an error: not today"):
        await prober.learn("broken", replace(ARTIFACT, path=folder))

    kept = await VersionRepository(database).of("broken", "1.0.0")
    assert kept is not None
    assert kept.compatibility is not None
    assert "index.mjs:1" in (kept.compatibility.detail or "")


async def test_whether_a_bundle_is_imported_is_kept_with_what_that_takes(
    database: Database, tmp_path: Path
) -> None:
    fast = "export default { name: 'sample', description: '' };"
    slow = f"const end = Date.now() + 200; while (Date.now() < end); {fast}"
    folder = write_package(tmp_path / "p", {"index.mjs": slow, str(BUNDLE): fast})

    learnt = await VersionProber(database, Limits()).learn("slow", replace(ARTIFACT, path=folder))

    assert learnt.compatibility is not None
    assert learnt.compatibility.bundled
    assert 0 < (learnt.compatibility.load_ms or 0) < 200


async def test_the_tarballs_dependencies_complete_what_is_known(database: Database) -> None:
    versions = VersionRepository(database)
    tried = Compatibility(loaded=True, probed_at=now())
    known = PluginVersion(
        plugin="p", name="a", version="1.0.0", artifact=ARTIFACT.digest, compatibility=tried
    )
    await versions.insert(known)

    learnt = await VersionProber(database, Limits()).learn("p", ARTIFACT)

    assert learnt.id == known.id
    assert [(each.package, each.range) for each in learnt.dependencies or ()] == [("b", "^1")]
