"""Where a gateway's sockets are."""

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "one-graph-egress-"


def make_folder() -> Path:
    """A folder of this process's own, which its name tells."""
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def sweep_folders() -> None:
    """Remove the folders of processes that were killed. Blocks."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdecimal() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(folder, ignore_errors=True)
