"""Taking in what strangers made."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from sandbox.errors import InvalidPlugin
from sandbox.trial import source
from sandbox.trial.source import take_in


def archive(path: Path, *members: tuple[str, bytes | str], kind: bytes = tarfile.REGTYPE) -> Path:
    """A tarball; a member that has text instead of bytes is a link to that."""
    with tarfile.open(path, "w:gz") as tar:
        for name, content in (("package/package.json", b"{}"), *members):
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                info.type = kind if name != "package/package.json" else tarfile.REGTYPE
                tar.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = kind, content
                tar.addfile(info)
    return path


class TestTarballs:
    def test_what_is_regular_is_taken_in(self, tmp_path: Path) -> None:
        tar = archive(tmp_path / "p.tgz", ("package/lib/a.js", b"1"))
        content = _empty(tmp_path)
        take_in(tar, content)
        assert (content / "lib" / "a.js").read_bytes() == b"1"

    def test_of_a_file_that_is_there_twice_the_last_counts(self, tmp_path: Path) -> None:
        content = _empty(tmp_path)
        take_in(archive(tmp_path / "p.tgz", ("other/package.json", b"last")), content)
        assert (content / "package.json").read_bytes() == b"last"

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("package/../../escaped", "leads out"),
            ("/etc/escaped", "leads out"),
            ("package/..\\..\\escaped", "leads out"),
            ("package/" + "x" * 2000, "leads out"),
            ("package/a\nb", "cannot be shown"),
        ],
    )
    def test_paths_that_lead_out_are_refused(self, tmp_path: Path, name: str, reason: str) -> None:
        with pytest.raises(InvalidPlugin, match=reason):
            take_in(archive(tmp_path / "p.tgz", (name, b"x")), _empty(tmp_path))

    @pytest.mark.parametrize(
        "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
    )
    def test_links_and_devices_are_refused(self, tmp_path: Path, kind: bytes) -> None:
        tar = archive(tmp_path / "p.tgz", ("package/link", "/etc/passwd"), kind=kind)
        with pytest.raises(InvalidPlugin, match="no regular file"):
            take_in(tar, _empty(tmp_path))

    def test_a_bomb_is_refused_before_it_is_unpacked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(source, "MOST_BYTES", 1_000_000)
        tar = archive(tmp_path / "p.tgz", ("package/zeros", bytes(2_000_000)))
        with pytest.raises(InvalidPlugin, match="takes more than"):
            take_in(tar, _empty(tmp_path))

    def test_too_many_files_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(source, "MOST_FILES", 5)
        tar = archive(tmp_path / "p.tgz", *((f"package/{n}", b"") for n in range(9)))
        with pytest.raises(InvalidPlugin, match="more than 5 files"):
            take_in(tar, _empty(tmp_path))

    def test_what_is_no_tarball_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "p.tgz").write_bytes(b"\x1f\x8b junk")
        with pytest.raises(InvalidPlugin, match="no tarball"):
            take_in(tmp_path / "p.tgz", _empty(tmp_path))


class TestFolders:
    def test_links_pipes_and_sockets_are_left_out(self, tmp_path: Path) -> None:
        plugin = tmp_path / "plugin"
        plugin.mkdir()
        (plugin / "package.json").write_text("{}")
        (plugin / "link").symlink_to("/etc/passwd")
        (plugin / "folder").symlink_to("/etc")
        os.mkfifo(plugin / "pipe")
        content = _empty(tmp_path)
        take_in(plugin, content)
        assert sorted(each.name for each in content.iterdir()) == ["package.json"]

    def test_the_core_that_the_host_supplies_is_left_out(self, tmp_path: Path) -> None:
        plugin = tmp_path / "plugin"
        for name in ("@elizaos/core", "other"):
            (plugin / "node_modules" / name).mkdir(parents=True)
            (plugin / "node_modules" / name / "x.js").write_text("")
        (plugin / "package.json").write_text("{}")
        content = _empty(tmp_path)
        take_in(plugin, content)
        assert [each.name for each in (content / "node_modules").iterdir()] == ["other"]

    def test_without_a_manifest_it_is_no_plugin(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidPlugin, match=r"has no package\.json"):
            take_in(_empty(tmp_path), _empty(tmp_path / "x"))

    def test_what_is_not_there_is_no_plugin(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidPlugin, match="There is no folder or file"):
            take_in(tmp_path / "nowhere", _empty(tmp_path))


def _empty(folder: Path) -> Path:
    content = folder / "content"
    content.mkdir(parents=True)
    return content
