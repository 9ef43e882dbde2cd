import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.embedded.keys import signing_key
from app.errors import InsecurePermissions, InvalidSetting
from app.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "signing.key"


class TestSigningKey:
    def test_a_given_key_is_used_and_nothing_is_written(self, tmp_path: Path) -> None:
        given = "k" * 32
        assert signing_key(Settings(data_dir=tmp_path / "none", secret_key=given)) == given
        assert not (tmp_path / "none").exists()

    def test_a_generated_key_stays_the_same(self, settings: Settings) -> None:
        key = signing_key(settings)
        assert len(key) == 64
        assert signing_key(settings) == key

    def test_two_folders_have_two_keys(self, tmp_path: Path) -> None:
        one, two = (signing_key(Settings(data_dir=tmp_path / name)) for name in ("one", "two"))
        assert one != two

    def test_only_the_owner_can_read_it(self, settings: Settings, key_path: Path) -> None:
        signing_key(settings)
        assert stat.S_IMODE(key_path.stat().st_mode) == 0o600
        assert stat.S_IMODE(key_path.parent.stat().st_mode) == 0o700
        assert list(key_path.parent.iterdir()) == [key_path]

    def test_starters_at_once_agree(self, settings: Settings) -> None:
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(lambda _: signing_key(settings), range(32)))
        assert len(keys) == 1

    def test_a_key_that_others_can_read_is_refused(
        self, settings: Settings, key_path: Path
    ) -> None:
        signing_key(settings)
        key_path.chmod(0o640)
        with pytest.raises(InsecurePermissions, match="mode 0640") as caught:
            signing_key(settings)
        assert caught.value.hint == f"chmod 600 {key_path}"

    def test_a_key_folder_that_others_can_enter_is_refused(
        self, settings: Settings, key_path: Path
    ) -> None:
        signing_key(settings)
        key_path.parent.chmod(0o755)
        with pytest.raises(InsecurePermissions) as caught:
            signing_key(settings)
        assert caught.value.hint == f"chmod 700 {key_path.parent}"

    def test_a_truncated_key_is_refused(self, settings: Settings, key_path: Path) -> None:
        signing_key(settings)
        key_path.write_text("short")
        with pytest.raises(InvalidSetting, match="damaged"):
            signing_key(settings)

    def test_a_link_is_not_followed(self, settings: Settings, key_path: Path) -> None:
        elsewhere = key_path.parent.parent / "elsewhere"
        elsewhere.write_text("x" * 64)
        key_path.parent.mkdir(mode=0o700)
        key_path.symlink_to(elsewhere)
        with pytest.raises(InvalidSetting):
            signing_key(settings)
