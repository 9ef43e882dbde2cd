"""Folders that only their owner may enter."""

from pathlib import Path
from shlex import quote

from app.errors import InsecurePermissions, InvalidSetting

PRIVATE = 0o700
OTHERS = 0o077


def private_folder(path: Path) -> Path:
    """Create ``path`` for its owner alone, or check that it is.

    An empty folder that others may enter is closed to them. One with content is refused
    instead: it may be there for other purposes.

    Raises:
        InsecurePermissions: others may enter the folder, and it is not empty.
        InvalidSetting: it cannot be created or used.
    """
    try:
        path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if path.stat().st_mode & OTHERS:
            _close(path)
    except OSError as error:
        raise InvalidSetting(
            f"ONE_DATA_DIR: {path} cannot be used: {error.strerror}",
            "Set ONE_DATA_DIR to a folder that you may write to.",
        ) from error
    return path


def _close(path: Path) -> None:
    if any(path.iterdir()):
        raise InsecurePermissions(
            f"Other users may enter {path}, which holds keys and data.",
            f"chmod 700 {quote(str(path))}",
        )
    path.chmod(PRIVATE)
