"""The keys in the data folder: the one that signs, and those that it replaced."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.auth.key_ring import key_id
from app.embedded.folder import private_folder
from app.embedded.key_file import new_key, read_key
from app.errors import InvalidSetting

_SIGNING = "signing.key"
_REPLACED = "until-*.key"
_UNTIL = "until-%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key and its file.

    Attributes:
        until: when its tokens end; None: it signs.
    """

    path: Path
    secret: str = field(repr=False)
    until: datetime | None = None

    @property
    def id(self) -> str:
        """What tokens call it."""
        return key_id(self.secret)

    def holds(self, moment: datetime) -> bool:
        """Whether its tokens hold at that moment."""
        return self.until is None or moment < self.until


class KeyFolder:
    """A folder of keys; every rotation ends with a new file for the signing key."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.path = data_dir / "keys"
        self.signing = self.path / _SIGNING

    def read(self) -> list[StoredKey]:
        """Every key, the signing one first; that one is made when there is none.

        Raises:
            InsecurePermissions: others may read a key.
            InvalidSetting: a file cannot be used.
        """
        with self._alone():
            return self._read()

    def rotate(self, keep: timedelta) -> list[StoredKey]:
        """Sign with a new key from now; no older one verifies for longer than ``keep``.

        Returns every key that is left, the new one first.

        Raises:
            InsecurePermissions, InvalidSetting: see ``read``.
        """
        moment = datetime.now(UTC)
        with self._alone():
            signing, *replaced = self._read()
            self._retire(signing, replaced, moment + keep)
            self._prune(moment)
            with new_key(self.path) as draft:
                draft.rename(self.signing)
            return self._read()

    def prune(self) -> list[StoredKey]:
        """Remove the keys whose tokens have ended; returns them."""
        with self._alone():
            return self._prune(datetime.now(UTC))

    def _read(self) -> list[StoredKey]:
        if not self.signing.exists():
            with new_key(self.path) as draft:
                draft.rename(self.signing)
        return [StoredKey(self.signing, read_key(self.signing)), *self._replaced()]

    def _replaced(self) -> list[StoredKey]:
        paths = sorted(self.path.glob(_REPLACED), reverse=True)
        return [StoredKey(path, read_key(path), _until(path)) for path in paths]

    def _retire(self, signing: StoredKey, replaced: list[StoredKey], end: datetime) -> None:
        os.link(signing.path, self._name(signing, end))
        for key in replaced:
            if key.until and key.until > end:
                key.path.rename(self._name(key, end))

    def _name(self, key: StoredKey, until: datetime) -> Path:
        return self.path / f"{until.strftime(_UNTIL)}.{key.id}.key"

    def _prune(self, moment: datetime) -> list[StoredKey]:
        ended = [key for key in self._replaced() if not key.holds(moment)]
        for key in ended:
            key.path.unlink()
        return ended

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder against everybody else who reads or changes it."""
        private_folder(self._data_dir)
        private_folder(self.path)
        try:
            with _locked(self.path):
                yield
        except OSError as error:
            raise InvalidSetting(
                f"The keys in {self.path} cannot be used: {error.strerror}",
                "Give the folder to the user who runs the server, or set ONE_SECRET_KEY.",
            ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _until(path: Path) -> datetime:
    try:
        return datetime.strptime(path.name.partition(".")[0], _UNTIL).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidSetting(
            f"The name of the key {path} says no time.", "Remove the file, or restore its name."
        ) from None
