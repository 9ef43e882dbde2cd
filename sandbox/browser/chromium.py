"""The Chromium of this machine."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox.boundary.libraries import shared_libraries
from sandbox.browser.errors import BrowserUnavailable

CHROMIUM_REMEDY = "sudo apt-get install --yes chromium"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What distributions put on the PATH is a script, and starts one of these.
_BEHIND_SCRIPTS = (
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
)
_ELF = b"\x7fELF"
# The cryptographic library loads these by name once it runs.
_LOADED_LATER = ("libsoftokn3.so", "libfreebl3.so", "libfreeblpriv3.so", "libnssckbi.so")


@dataclass(frozen=True, slots=True)
class Chromium:
    """A program, and the shared libraries that it opens."""

    program: Path
    libraries: tuple[Path, ...]


@cache
def find_chromium() -> Chromium:
    """Find it. Takes a moment the first time: its loader is started.

    Raises:
        BrowserUnavailable: there is none, or not all of it.
    """
    program = next(_programs(), None)
    if program is None:
        raise BrowserUnavailable(f"Chromium is not installed on the server: {CHROMIUM_REMEDY}")
    try:
        libraries = _libraries(program)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BrowserUnavailable(f"{program} cannot be run: {error}") from error
    return Chromium(program, libraries)


def _programs() -> Iterator[Path]:
    named = (shutil.which(name) for name in _NAMES)
    for path in (*filter(None, named), *_BEHIND_SCRIPTS):
        program = Path(path).resolve()
        if program.is_file() and _begins_with(program, _ELF):
            yield program


def _begins_with(file: Path, mark: bytes) -> bool:
    with file.open("rb") as content:
        return content.read(len(mark)) == mark


def _libraries(program: Path) -> tuple[Path, ...]:
    linked = shared_libraries(program)
    loader = next(each for each in linked if each.name.startswith("ld-"))
    later = [*_loaded_later(linked)]
    theirs = [path for each in later for path in shared_libraries(each, loader)]
    return tuple(dict.fromkeys((*linked, *later, *theirs)))


def _loaded_later(linked: tuple[Path, ...]) -> Iterator[Path]:
    for library in linked:
        if library.name == "libnss3.so":
            folders = (library.parent, library.parent / "nss")
            yield from filter(Path.exists, (f / name for f in folders for name in _LOADED_LATER))
