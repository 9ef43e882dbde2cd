"""Checks of the machine: interpreter, Node.js, disk, memory."""

import asyncio
import platform
import shutil
import sys
from pathlib import Path

from app.settings import Settings
from sandbox.node_runtime import node_binary
from sandbox.selftest.survey import Finding

GIBIBYTE = 1 << 30
PYTHONS = ((3, 11), (3, 13))
NODE_MAJOR = 24
DISK_GB = 2.0  # a database, the embedding model, and the first artefacts
MEMORY_GB = 1.0  # server and database, and a few workers
COMMAND_SECONDS = 20.0


async def output_of(*command: str | Path, cwd: Path | None = None) -> tuple[bool, str]:
    """Whether a command succeeded within 20 s, and what it printed."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        return False, str(error)
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), COMMAND_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        return False, f"no answer within {COMMAND_SECONDS:.0f} s"
    return process.returncode == 0, printed.decode(errors="replace").strip()


def check_python() -> Finding:
    """The interpreter is one that this project is tested with."""
    ok = PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]
    remedy = "make clean setup PYTHON=python3.12"
    return Finding("Python", ok, f"{platform.python_version()} at {sys.executable}", remedy)


async def check_node() -> Finding:
    """The packaged Node.js runs."""
    try:
        ok, printed = await output_of(node_binary(), "--version")
    except FileNotFoundError:
        ok, printed = False, "not installed"
    return Finding("Node.js", ok and printed.startswith(f"v{NODE_MAJOR}."), printed, "make setup")


def check_disk(settings: Settings) -> Finding:
    """The data folder has room."""
    folder = existing(settings.data_dir)
    free = shutil.disk_usage(folder).free / GIBIBYTE
    remedy = f"Free some space on the disk of {folder}, or set ONE_DATA_DIR to another one."
    return Finding("Disk", free >= DISK_GB, f"{free:.1f} GiB free, {DISK_GB:.0f} needed", remedy)


def check_memory() -> Finding:
    """There is memory for the server and a few workers."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    free = kibibytes * 1024 / GIBIBYTE
    remedy = "End other programs, or lower ONE_WORKERS and ONE_WORKER_MEMORY_MB."
    return Finding(
        "Memory", free >= MEMORY_GB, f"{free:.1f} GiB free, {MEMORY_GB:.0f} needed", remedy
    )


def existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())
