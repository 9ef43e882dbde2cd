"""The master keys: from the environment, a file, a command, or made in the data folder."""

import os
import shlex
import stat
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from app.embedded.folder import OTHERS, private_folder
from app.embedded.key_file import new_key, read_key
from app.errors import InsecurePermissions, InvalidSetting, SecretUnreadable
from app.secrets.cipher_key import KEY_BYTES, CipherKey
from app.settings import Settings

_COMMAND_SECONDS = 30
_MAKE = "Make one with: openssl rand -hex 32"
MASTER = "master.key"
REPLACED = "master-*.key"


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The key that wraps, and those that it replaced."""

    current: CipherKey
    known: Mapping[str, CipherKey]

    @classmethod
    def of(cls, current: CipherKey, *previous: CipherKey) -> "MasterKeys":
        """Put keys together."""
        return cls(current, {key.id: key for key in (*previous, current)})

    def find(self, identifier: str) -> CipherKey:
        """The key of that id.

        Raises:
            SecretUnreadable: it is not among them.
        """
        try:
            return self.known[identifier]
        except KeyError:
            raise SecretUnreadable(
                f"Secrets were encrypted under the master key {identifier}, which is not given.",
                "Add it to ONE_MASTER_KEYS_PREVIOUS.",
            ) from None


def load_master_keys(settings: Settings) -> MasterKeys:
    """Read the master keys; where none is set, the data folder's own, made on first use.

    Raises:
        InvalidSetting: a key is malformed or cannot be read; says how to make one.
        InsecurePermissions: others may read a key.
    """
    previous = [_parse(key, "ONE_MASTER_KEYS_PREVIOUS") for key in settings.master_keys_previous]
    if settings.master_key:
        return MasterKeys.of(_parse(settings.master_key, "ONE_MASTER_KEY"), *previous)
    if settings.master_key_file:
        return MasterKeys.of(_read(settings.master_key_file), *previous)
    if settings.master_key_command:
        return MasterKeys.of(_ask(settings.master_key_command), *previous)
    if settings.mongodb_uri:
        raise InvalidSetting(
            "ONE_MASTER_KEY is required with ONE_MONGODB_URI, and the same for all servers.", _MAKE
        )
    return _own(settings.data_dir)


def rotate_own(data_dir: Path) -> MasterKeys:
    """Make a new master key in the data folder; the one before stays, to read what it wrapped.

    Raises:
        InvalidSetting, InsecurePermissions: see ``load_master_keys``.
    """
    keys = _own(data_dir)
    folder = data_dir / "keys"
    os.link(folder / MASTER, folder / f"master-{keys.current.id}.key")
    with new_key(folder) as draft:
        draft.rename(folder / MASTER)
    return _own(data_dir)


def _own(data_dir: Path) -> MasterKeys:
    folder = data_dir / "keys"
    private_folder(data_dir)
    private_folder(folder)
    if not (folder / MASTER).exists():
        with new_key(folder) as draft:
            os.link(draft, folder / MASTER)
    replaced = [_parse(read_key(path), str(path)) for path in sorted(folder.glob(REPLACED))]
    return MasterKeys.of(_parse(read_key(folder / MASTER), str(folder / MASTER)), *replaced)


def _read(path: Path) -> CipherKey:
    try:
        if stat.S_IMODE(path.stat().st_mode) & OTHERS:
            raise InsecurePermissions(
                f"Other users may use the master key {path}.", f"chmod 600 {quote(str(path))}"
            )
        return _parse(path.read_text(), "ONE_MASTER_KEY_FILE")
    except (OSError, UnicodeError) as error:
        raise InvalidSetting(f"ONE_MASTER_KEY_FILE cannot be read: {error}", _MAKE) from error


def _ask(command: str) -> CipherKey:
    """Have a key management service's client print the key."""
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own command
            shlex.split(command),
            capture_output=True,
            text=True,
            timeout=_COMMAND_SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise InvalidSetting(
            f"ONE_MASTER_KEY_COMMAND failed: {error}",
            "It prints 64 hexadecimal digits and nothing else.",
        ) from None
    return _parse(done.stdout, "ONE_MASTER_KEY_COMMAND")


def _parse(text: str, source: str) -> CipherKey:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise InvalidSetting(f"{source} holds no master key: 64 hexadecimal digits.", _MAKE)
    return CipherKey(secret)
