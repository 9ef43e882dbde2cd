import asyncio
import os
from pathlib import Path

import pytest

from sandbox.install.artifact import Artifact
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.staging import Staging


def describe(staging: Staging, digest: str, version: str = "1.0.0") -> Artifact:
    """What an installer says of the folder that it filled."""
    return Artifact(
        digest=f"sha256-{digest * 64}",
        path=staging.content,
        name="@scope/plugin",
        version=version,
        integrity="sha512-x",
        core_range="^1.0.0",
        entry="index.js",
        declared_settings={"KEY": {"type": "string"}},
        read_settings=["KEY"],
        native_addons=[],
        skipped_scripts=[],
        repairs=[],
        packages=0,
        files=1,
        bytes=3,
        dependencies={},
        original_manifest={"name": "@scope/plugin"},
    )


async def put(store: ArtifactStore, digest: str, version: str = "1.0.0") -> Artifact:
    async with store.staging() as staging:
        (staging.content / "index.js").write_text("ok\n")
        staging.content.chmod(0o555)
        return await store.publish(staging, describe(staging, digest, version))


class TestPublish:
    async def test_what_is_published_can_be_found_by_version_and_by_digest(
        self, tmp_path: Path
    ) -> None:
        store = ArtifactStore(tmp_path)
        artifact = await put(store, "a")
        assert store.find("@scope/plugin", "1.0.0") == artifact
        assert store.path(artifact.digest) == artifact.path
        assert (artifact.path / "index.js").read_text() == "ok\n"

    async def test_the_metadata_lies_beside_the_content(self, tmp_path: Path) -> None:
        artifact = await put(ArtifactStore(tmp_path), "a")
        assert [path.name for path in artifact.path.iterdir()] == ["index.js"]

    async def test_a_second_store_on_the_folder_sees_it(self, tmp_path: Path) -> None:
        artifact = await put(ArtifactStore(tmp_path), "a")
        assert ArtifactStore(tmp_path).list() == [artifact]

    async def test_the_same_content_is_stored_once(self, tmp_path: Path) -> None:
        store = ArtifactStore(tmp_path)
        first, second = await asyncio.gather(put(store, "a"), put(store, "a"))
        assert first == second
        assert store.list() == [first]
        assert list((tmp_path / "staging").iterdir()) == []

    async def test_a_version_assembled_anew_leads_to_the_newer_artefact(
        self, tmp_path: Path
    ) -> None:
        store = ArtifactStore(tmp_path)
        await put(store, "a")
        newer = await put(store, "b")
        assert store.find("@scope/plugin", "1.0.0") == newer


class TestFind:
    async def test_another_version_is_not_found(self, tmp_path: Path) -> None:
        store = ArtifactStore(tmp_path)
        await put(store, "a")
        assert store.find("@scope/plugin", "1.0.1") is None

    @pytest.mark.parametrize("digest", ["sha256-" + "c" * 64, "../artifacts", "..", ""])
    def test_an_unknown_digest_has_no_path(self, tmp_path: Path, digest: str) -> None:
        with pytest.raises(KeyError):
            ArtifactStore(tmp_path).path(digest)


class TestRemove:
    async def test_a_removed_artefact_is_gone_with_its_version(self, tmp_path: Path) -> None:
        store = ArtifactStore(tmp_path)
        artifact, kept = await put(store, "a"), await put(store, "b", "2.0.0")
        await store.remove(artifact.digest)
        assert store.find("@scope/plugin", "1.0.0") is None
        assert store.list() == [kept]
        assert not artifact.path.parent.exists()

    async def test_removing_what_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(KeyError):
            await ArtifactStore(tmp_path).remove("sha256-" + "c" * 64)


class TestSweep:
    async def test_the_remains_of_a_dead_process_are_swept(self, tmp_path: Path) -> None:
        store = ArtifactStore(tmp_path)
        abandoned = tmp_path / "staging" / "abandoned" / "artifact" / "content"
        abandoned.mkdir(parents=True)
        (abandoned / "half.js").write_text("ha")
        abandoned.chmod(0o555)
        await store.sweep()
        assert list((tmp_path / "staging").iterdir()) == []

    async def test_an_assembly_at_work_is_left_alone(self, tmp_path: Path) -> None:
        store = ArtifactStore(tmp_path)
        async with store.staging() as staging:
            await ArtifactStore(tmp_path).sweep()
            assert staging.content.is_dir()
        assert not staging.folder.exists()

    async def test_an_artefact_whose_version_was_not_linked_in_time_is_linked(
        self, tmp_path: Path
    ) -> None:
        store = ArtifactStore(tmp_path)
        artifact = await put(store, "a")
        for link in (tmp_path / "versions").iterdir():
            link.unlink()
        os.symlink("../artifacts/gone", tmp_path / "versions" / "gone@1.0.0")
        await store.sweep()
        assert store.find("@scope/plugin", "1.0.0") == artifact
        assert [link.name for link in (tmp_path / "versions").iterdir()] == ["@scope+plugin@1.0.0"]
