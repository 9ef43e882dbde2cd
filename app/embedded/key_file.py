"""A key in a file that only its owner may read."""

import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from app.embedded.folder import OTHERS
from app.errors import InsecurePermissions, InvalidSetting

KEY_BYTES = 32


def read_key(path: Path) -> str:
    """The key in a file.

    Raises:
        InsecurePermissions: others may read it.
        InvalidSetting: it holds no whole key.
        OSError: it cannot be read, or is a link.
    """
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


@contextmanager
def new_key(folder: Path) -> Iterator[Path]:
    """A complete new key in a file that goes, unless it is moved into its place."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".")  # mode 0600
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
