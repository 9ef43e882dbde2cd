"""The mongod that a Python package carries."""

import stat
from importlib.util import find_spec
from pathlib import Path

from app.errors import ServiceUnavailable

PACKAGE = "fiftyone"  # only looked up: importing it in full would start services of its own
INSIDE = Path("db", "bin", "mongod")
RUN_BITS = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


def mongod_path() -> Path:
    """The packaged mongod, ready to run.

    Raises:
        ServiceUnavailable: this machine has none, or it may not be run.
    """
    path = _packaged()
    if path is None:
        raise ServiceUnavailable(
            "There is no packaged mongod for this machine.",
            "Set ONE_MONGODB_URI to a MongoDB replica set, and ONE_SECRET_KEY.",
        )
    mode = path.stat().st_mode
    if not mode & stat.S_IXUSR:
        _allow_to_run(path, mode)
    return path


def _packaged() -> Path | None:
    spec = find_spec(PACKAGE)
    folders = (spec.submodule_search_locations if spec else None) or []
    return next((path for folder in folders if (path := Path(folder) / INSIDE).is_file()), None)


def _allow_to_run(path: Path, mode: int) -> None:
    try:
        path.chmod(mode | RUN_BITS)
    except OSError as error:
        raise ServiceUnavailable(f"{path} may not be run.", f"chmod +x {path}") from error
