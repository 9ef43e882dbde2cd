"""The keys of tokens: given, or generated under the data folder."""

import logging
import os
from datetime import UTC, datetime

from app.auth.key_ring import GivenKeys, KeyRing
from app.embedded.key_folder import KeyFolder, StoredKey
from app.errors import OneGraphError
from app.settings import Settings

_log = logging.getLogger(__name__)


class FolderKeys:
    """The keys in a folder, read again when the signing key's file is another.

    A look-up costs one ``stat``, whatever key it asks for. What cannot be read later leaves the
    keys as they were.

    Raises:
        InsecurePermissions, InvalidSetting: when made; see ``KeyFolder.read``.
    """

    def __init__(self, folder: KeyFolder) -> None:
        self._folder = folder
        self._seen = self._state()
        self._adopt(folder.read())

    @property
    def signing(self) -> str:
        """The key that signs now."""
        self._look()
        return self._signing

    def find(self, identifier: str) -> str | None:
        """The key of that id, if its tokens still hold."""
        self._look()
        key = self._keys.get(identifier)
        return key.secret if key and key.holds(datetime.now(UTC)) else None

    def _look(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        try:
            self._adopt(self._folder.read())
        except OneGraphError as error:
            _log.error("The keys stay as they were: %s %s", error.message, error.hint)

    def _adopt(self, keys: list[StoredKey]) -> None:
        self._signing = keys[0].secret
        self._keys = {key.id: key for key in reversed(keys)}

    def _state(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._folder.signing)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def key_ring(settings: Settings) -> KeyRing:
    """The keys from the settings, else the data folder's own, generated on first use.

    Raises:
        InsecurePermissions: others may read a key.
        InvalidSetting: a key file cannot be used.
    """
    if settings.secret_key:
        return GivenKeys(settings.secret_key, settings.secret_keys_previous)
    return FolderKeys(KeyFolder(settings.data_dir))


def signing_key(settings: Settings) -> str:
    """The key that signs now; raises what ``key_ring`` does."""
    return key_ring(settings).signing
