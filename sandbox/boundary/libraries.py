"""Which shared libraries a program needs."""

import re
import subprocess
from functools import cache
from pathlib import Path

_LIBRARY = re.compile(r"(?:=>\s*)?(/\S+) \(0x")


@cache
def shared_libraries(program: Path, loader: Path | None = None) -> tuple[Path, ...]:
    """The files the dynamic loader opens for a program, itself included.

    The program must be trusted: finding out starts its loader, or the one that is given, which
    a library needs.

    Raises:
        OSError: the loader cannot be run.
        subprocess.CalledProcessError: a library is missing.
    """
    listing = subprocess.run(  # noqa: S603 - a trusted program, by absolute path
        [*map(str, filter(None, (loader, program)))],
        env={"LD_TRACE_LOADED_OBJECTS": "1"},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(Path(path) for path in _LIBRARY.findall(listing))
