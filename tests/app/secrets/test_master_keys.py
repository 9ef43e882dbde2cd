"""Where the master key comes from."""

from pathlib import Path

import pytest

from app.errors import InsecurePermissions, InvalidSetting
from app.secrets.master_keys import load_master_keys, rotate_own
from app.settings import Settings

KEY = "ab" * 32


def test_the_environment_a_file_and_a_command_give_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o600)
    given = [
        Settings(master_key=KEY, data_dir=tmp_path),
        Settings(master_key_file=file, data_dir=tmp_path),
        Settings(master_key_command=f"printf {KEY}", data_dir=tmp_path),
    ]
    assert {load_master_keys(settings).current.secret.hex() for settings in given} == {KEY}


def test_without_any_the_data_folder_has_its_own_for_its_owner_alone(tmp_path: Path) -> None:
    first = load_master_keys(Settings(data_dir=tmp_path))
    assert load_master_keys(Settings(data_dir=tmp_path)).current == first.current
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600


def test_rotating_keeps_the_former_key_to_read_with(tmp_path: Path) -> None:
    first = load_master_keys(Settings(data_dir=tmp_path)).current
    rotated = rotate_own(tmp_path)
    assert rotated.current != first
    assert rotated.find(first.id) == first


def test_a_database_of_ones_own_needs_one(tmp_path: Path) -> None:
    settings = Settings(mongodb_uri="mongodb://h", secret_key="k" * 32, data_dir=tmp_path)
    with pytest.raises(InvalidSetting, match="ONE_MASTER_KEY is required") as failure:
        load_master_keys(settings)
    assert "openssl rand -hex 32" in str(failure.value.hint)


@pytest.mark.parametrize("key", ["short", "zz" * 32, "ab" * 31, "ab" * 33])
def test_a_malformed_one_is_refused_and_never_repeated(tmp_path: Path, key: str) -> None:
    with pytest.raises(InvalidSetting, match="64 hexadecimal digits") as failure:
        load_master_keys(Settings(master_key=key, data_dir=tmp_path))
    assert key not in str(failure.value)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o644)
    with pytest.raises(InsecurePermissions):
        load_master_keys(Settings(master_key_file=file, data_dir=tmp_path))


@pytest.mark.parametrize("command", ["false", "no-such-program", "printf short"])
def test_a_command_that_fails_stops_the_start(tmp_path: Path, command: str) -> None:
    with pytest.raises(InvalidSetting, match="ONE_MASTER_KEY_COMMAND"):
        load_master_keys(Settings(master_key_command=command, data_dir=tmp_path))
