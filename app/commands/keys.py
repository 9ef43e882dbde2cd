"""``one-graph keys``: the keys that sign this server's tokens."""

from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from app.auth.key_ring import key_id
from app.embedded.key_folder import KeyFolder, StoredKey
from app.errors import InvalidSetting
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
