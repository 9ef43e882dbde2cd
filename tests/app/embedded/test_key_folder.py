"""Rotating the keys in the data folder."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.auth.key_ring import key_id
from app.embedded.key_folder import KeyFolder
from app.embedded.keys import FolderKeys
from app.errors import InsecurePermissions, InvalidSetting

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path)


def files(folder: KeyFolder) -> list[str]:
    return sorted(path.name for path in folder.path.iterdir())


class TestRotate:
    def test_a_new_key_signs_and_the_old_one_verifies_for_a_while(self, folder: KeyFolder) -> None:
        (old,) = folder.read()
        new, kept = folder.rotate(HOUR)
        assert new.id != old.id
        assert (new.until, kept.secret) == (None, old.secret)
        assert kept.until
        assert abs(kept.until - (datetime.now(UTC) + HOUR)) < 2 * SECOND
        assert folder.read() == [new, kept]

    def test_no_key_is_shown_by_its_description(self, folder: KeyFolder) -> None:
        for key in folder.rotate(HOUR):
            assert key.secret not in repr(key)
            assert key.secret not in key.path.name

    def test_every_key_is_its_owners_alone(self, folder: KeyFolder) -> None:
        folder.rotate(HOUR)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()}
        assert modes == {0o600}
        assert len(files(folder)) == 2

    def test_a_key_that_has_leaked_ends_at_once_with_all_before_it(self, folder: KeyFolder) -> None:
        folder.rotate(HOUR)
        folder.rotate(HOUR)
        (new,) = folder.rotate(timedelta())
        assert files(folder) == ["signing.key"]
        assert folder.read() == [new]

    def test_a_shorter_time_shortens_that_of_every_old_key(self, folder: KeyFolder) -> None:
        folder.rotate(2 * HOUR)
        _, *old = folder.rotate(HOUR)
        assert len(old) == 2
        assert all(key.until and key.until < datetime.now(UTC) + HOUR + SECOND for key in old)

    def test_a_longer_time_does_not_prolong_an_old_key(self, folder: KeyFolder) -> None:
        _, first = folder.rotate(HOUR)
        assert first in folder.rotate(2 * HOUR)

    def test_many_at_once_lose_no_key_that_has_signed(self, folder: KeyFolder) -> None:
        with ThreadPoolExecutor(8) as pool:
            signed = {rotated[0].id for rotated in pool.map(folder.rotate, [HOUR] * 16)}
        assert len(signed) == 16
        assert signed <= {key.id for key in folder.read()}

    def test_one_that_was_cut_short_can_be_repeated(self, folder: KeyFolder) -> None:
        (old,) = folder.read()
        os.link(old.path, folder.path / f"until-20990101T000000Z.{old.id}.key")
        assert FolderKeys(folder).signing == old.secret
        new, *kept = folder.rotate(HOUR)
        assert new.id != old.id
        assert {key.id for key in kept} == {old.id}


class TestPrune:
    def test_keys_go_when_their_tokens_have_ended_and_not_before(self, folder: KeyFolder) -> None:
        _, ended = folder.rotate(HOUR)
        ended.path.rename(folder.path / f"until-20200101T000000Z.{ended.id}.key")
        new, kept = folder.rotate(HOUR)[:2]
        assert ended.id not in {key.id for key in folder.read()}
        assert folder.prune() == []
        kept.path.rename(folder.path / f"until-20200101T000000Z.{kept.id}.key")
        assert [key.id for key in folder.prune()] == [kept.id]
        assert folder.read() == [new]


class TestRead:
    def test_an_old_key_that_others_can_read_is_refused(self, folder: KeyFolder) -> None:
        _, old = folder.rotate(HOUR)
        old.path.chmod(0o644)
        with pytest.raises(InsecurePermissions, match="mode 0644"):
            folder.read()

    def test_a_name_without_a_time_is_refused(self, folder: KeyFolder) -> None:
        _, old = folder.rotate(HOUR)
        old.path.rename(folder.path / "until-tomorrow.key")
        with pytest.raises(InvalidSetting, match="says no time"):
            folder.read()


class TestFolderKeys:
    def test_a_rotation_by_another_process_is_noticed(self, folder: KeyFolder) -> None:
        keys = FolderKeys(folder)
        old = keys.signing
        KeyFolder(folder.path.parent).rotate(HOUR)
        new = keys.signing
        assert new != old
        assert keys.find(key_id(new)) == new
        assert keys.find(key_id(old)) == old
        KeyFolder(folder.path.parent).rotate(timedelta())
        assert keys.find(key_id(new)) is None
        assert keys.find(key_id(old)) is None

    def test_an_old_key_ends_in_time_without_a_change_of_files(self, folder: KeyFolder) -> None:
        _, old = folder.rotate(HOUR)
        old.path.rename(folder.path / f"until-20200101T000000Z.{old.id}.key")
        keys = FolderKeys(folder)
        assert keys.find(old.id) is None
        assert keys.find(key_id(keys.signing))

    def test_unknown_ids_read_no_file(self, folder: KeyFolder) -> None:
        keys = FolderKeys(folder)
        signing = keys.signing
        unnoticed = "x" * 64
        path = folder.path / f"until-20990101T000000Z.{key_id(unnoticed)}.key"
        path.write_text(unnoticed)
        path.chmod(0o600)
        for identifier in ("", "../signing.key", key_id(unnoticed), *map(str, range(1000))):
            assert keys.find(identifier) is None
        folder.rotate(HOUR)
        assert keys.find(key_id(unnoticed)) == unnoticed
        assert keys.find(key_id(signing)) == signing

    def test_keys_that_become_unreadable_stay_as_they_were(
        self, folder: KeyFolder, caplog: pytest.LogCaptureFixture
    ) -> None:
        keys = FolderKeys(folder)
        before = keys.signing
        damaged = folder.path / "draft"
        damaged.write_text("short")
        damaged.chmod(0o600)
        damaged.rename(folder.signing)
        assert keys.signing == before
        assert keys.find(key_id(before)) == before
        assert caplog.text.count("stay as they were") == 1
        assert before not in caplog.text
