"""``one-graph keys``, as people type it."""

import asyncio
import os
from pathlib import Path

from app.auth.key_ring import key_id
from app.embedded.keys import key_ring
from app.settings import Settings
from tests.serving import COMMAND

GIVEN, PREVIOUS = "g" * 32, "p" * 32


async def keys(data_dir: Path, *arguments: str, **settings: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "keys", *arguments),
        env={"PATH": os.environ["PATH"], "ONE_DATA_DIR": str(data_dir), "COLUMNS": "200"}
        | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_rotating_lists_what_signs_and_what_verifies_but_no_key(tmp_path: Path) -> None:
    ring = key_ring(Settings(data_dir=tmp_path))
    old = ring.signing
    code, out, _ = await keys(tmp_path, "rotate", "--keep-hours", "1")
    new = ring.signing
    assert code == 0
    signs, verifies = out.splitlines()
    assert signs.split() == [key_id(new), "signs"]
    assert verifies.startswith(f"{key_id(old)}  verifies until ")
    assert await keys(tmp_path, "list") == (0, out, "")
    assert old not in out
    assert new not in out


async def test_nothing_is_kept_of_a_key_that_has_leaked(tmp_path: Path) -> None:
    ring = key_ring(Settings(data_dir=tmp_path))
    old = ring.signing
    _, out, _ = await keys(tmp_path, "rotate", "--keep-hours", "0")
    assert out.split() == [key_id(ring.signing), "signs"]
    assert ring.find(key_id(old)) is None


async def test_pruning_names_what_it_removed(tmp_path: Path) -> None:
    await keys(tmp_path, "rotate")
    (old,) = (tmp_path / "keys").glob("until-*")
    identifier = old.name.split(".")[1]
    assert await keys(tmp_path, "prune") == (0, "Every key may still be needed.\n", "")
    old.rename(old.with_name(f"until-20200101T000000Z.{identifier}.key"))
    _, out, _ = await keys(tmp_path, "prune")
    assert out.split() == [identifier, "removed"]


async def test_keys_from_the_settings_are_listed_and_changed_there(tmp_path: Path) -> None:
    given = {"ONE_SECRET_KEY": GIVEN, "ONE_SECRET_KEYS_PREVIOUS": PREVIOUS}
    _, out, _ = await keys(tmp_path, "list", **given)
    assert out.split() == [key_id(GIVEN), "signs", key_id(PREVIOUS), "verifies"]
    for command in ("rotate", "prune"):
        code, _, err = await keys(tmp_path, command, **given)
        assert code == 2
        assert "ONE_SECRET_KEYS_PREVIOUS" in err
        assert GIVEN not in err
    assert not (tmp_path / "keys").exists()
