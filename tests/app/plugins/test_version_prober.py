"""What an install learns of a version that the registry did not tell."""

from pathlib import Path

from app.catalog.repository import VersionRepository
from app.catalog.version import Compatibility, PluginVersion
from app.database import Database
from app.plugins.version_prober import VersionProber
from app.record import now
from sandbox.install.artifact import Artifact
from sandbox.limits import Limits

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
