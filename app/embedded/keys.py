"""The key that signs tokens: given, or generated once under the data folder."""

import os
import secrets
import stat
import tempfile
from pathlib import Path
from shlex import quote

from app.embedded.folder import OTHERS, private_folder
from app.errors import InsecurePermissions, InvalidSetting
from app.settings import Settings

KEY_BYTES = 32


def signing_key_path(settings: Settings) -> Path:
    """Where a generated signing key is kept."""
    return settings.data_dir / "keys" / "signing.key"


def signing_key(settings: Settings) -> str:
    """``ONE_SECRET_KEY``, else the data folder's own key, generated on first use.

    Raises:
        InsecurePermissions: others may read the key.
        InvalidSetting: the key file cannot be used.
    """
    if settings.secret_key:
        return settings.secret_key
    path = signing_key_path(settings)
    private_folder(settings.data_dir)
    private_folder(path.parent)
    try:
        if not path.exists():
            _generate(path)
        return _read(path)
    except OSError as error:
        raise InvalidSetting(
            f"The signing key {path} cannot be used: {error.strerror}",
            "Give its folder to the user who runs the server, or set ONE_SECRET_KEY.",
        ) from error


def _generate(path: Path) -> None:
    """Put a complete key in place; whoever comes second keeps the first one's."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".")  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()


def _read(path: Path) -> str:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW)) as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & OTHERS:
            raise InsecurePermissions(
                f"Other users may use the signing key {path} (mode {mode:04o}).",
                f"chmod 600 {quote(str(path))}",
            )
        key = file.read().strip()
    if len(key) < KEY_BYTES:
        raise InvalidSetting(
            f"The signing key {path} is damaged.",
            f"Remove it, and a new one is made: rm {quote(str(path))} (its tokens end with it)",
        )
    return key
