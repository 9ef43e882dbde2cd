"""One file made of a plugin's entry and all that it imports."""

import asyncio
import os
import re
from pathlib import Path

from sandbox.boundary.bundler import BundlerIsolation
from sandbox.boundary.isolation import Isolation
from sandbox.boundary.process import IsolatedProcess
from sandbox.boundary.spawn import spawn
from sandbox.errors import IsolationUnavailable
from sandbox.limits import MEBIBYTE, Limits

_SECONDS = 20.0
_MOST_BYTES = 32 * MEBIBYTE
_BANNER_LINES = 2

# What depends on the file that it stands in, or names a module only while it runs.
_PLACED = re.compile(
    rb"import\.meta|\b__(?:dir|file)name\b|\bimport\((?![\"'])|\b__require(?:\.|\((?![\"']))"
)


async def bundle(content: Path, entry: str, external: tuple[str, ...]) -> bytes | None:
    """The code of one module, made in a worker's isolation of files that are only read.

    Args:
        content: the plugin's folder.
        entry: its file to begin at.
        external: packages that stay outside.

    Returns:
        None where it cannot be made in 20 seconds, 32 MiB and a worker's memory, or where the
        code asks where it stands.
    """
    try:
        isolation = BundlerIsolation.around(Isolation.find(), external)
        process = await spawn(isolation, content, Limits(), program=entry)
    except IsolationUnavailable:
        return None
    process.channel.close()
    os.close(process.stderr)
    try:
        async with asyncio.timeout(_SECONDS):
            code = await _printed(process)
    except TimeoutError:
        return None
    finally:
        process.kill()
        await process.wait()
        await process.remove_group()
    return None if code is None or _depends_on_its_place(code) else code


async def _printed(process: IsolatedProcess) -> bytes | None:
    """What a process prints; None where that is too much, or where it fails."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(process.stdout, "rb")
    )
    code = bytearray()
    try:
        while chunk := await reader.read(MEBIBYTE):
            code += chunk
            if len(code) > _MOST_BYTES:
                return None
    finally:
        transport.close()
    return bytes(code) if await process.wait() == 0 else None


def _depends_on_its_place(code: bytes) -> bool:
    return _PLACED.search(code.split(b"\n", _BANNER_LINES)[-1]) is not None
