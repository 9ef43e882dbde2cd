"""``one-graph keys``: the keys that sign this server's tokens."""

from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from app.auth.key_ring import key_id
from app.embedded.key_folder import KeyFolder, StoredKey
from app.errors import InvalidSetting
from app.secrets.master_keys import rotate_own
from app.settings import Settings

_SIGNS = "signs"


def show() -> None:
    """Print every key's id and what it does."""
    settings = Settings.load()
    if settings.secret_key:
        given = [(key_id(settings.secret_key), _SIGNS)]
        given += [(key_id(key), "verifies") for key in settings.secret_keys_previous]
        _print(given)
    else:
        _print(_described(KeyFolder(settings.data_dir).read()))


def rotate(keep_hours: float | None) -> None:
    """Sign with a new key, and print what is left.

    Raises:
        InvalidSetting: the keys are set by ``ONE_SECRET_KEY``.
    """
    settings = Settings.load()
    hours = settings.token_hours_max if keep_hours is None else keep_hours
    _print(_described(_folder(settings).rotate(timedelta(hours=hours))))


def prune() -> None:
    """Remove the keys whose tokens have ended, and print the ids of those.

    Raises:
        InvalidSetting: the keys are set by ``ONE_SECRET_KEY``.
    """
    removed = _folder(Settings.load()).prune()
    _print([(key.id, "removed") for key in removed] or [("Every key may still be needed.",)])


def rotate_master() -> None:
    """Make a new master key in the data folder, and print the ids of all.

    Raises:
        InvalidSetting: the master key is set from outside.
    """
    settings = Settings.load()
    if settings.master_key or settings.master_key_file or settings.master_key_command:
        raise InvalidSetting(
            "The master key is set from outside.",
            "Add a new one to ONE_MASTER_KEYS_PREVIOUS on every server, then exchange the two.",
        )
    keys = rotate_own(settings.data_dir)
    _print([(key, "wraps" if key == keys.current.id else "reads") for key in sorted(keys.known)])


def _folder(settings: Settings) -> KeyFolder:
    if settings.secret_key:
        raise InvalidSetting(
            "ONE_SECRET_KEY signs the tokens here.",
            "Move it to ONE_SECRET_KEYS_PREVIOUS, set ONE_SECRET_KEY to a new one, restart.",
        )
    return KeyFolder(settings.data_dir)


def _described(keys: Sequence[StoredKey]) -> list[tuple[str, ...]]:
    return [
        (key.id, f"verifies until {key.until:%Y-%m-%d %H:%M} UTC" if key.until else _SIGNS)
        for key in keys
    ]


def _print(rows: Sequence[tuple[str, ...]]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
