"""Runs one of our own Node.js scripts as a child that cannot outlive this process."""

import asyncio
import contextlib
import os
import shutil
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from sandbox.node_runtime import NODE_SOURCES, node_binary

Event = dict[str, Any]

MAX_EVENT_BYTES = 32 * 1024 * 1024
MAX_STDERR_BYTES = 16 * 1024
PASSED_ON = frozenset(
    {"HOME", "PATH", "TMPDIR", "NODE_EXTRA_CA_CERTS", "http_proxy", "https_proxy", "no_proxy"}
    | {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}
)


class NodeProcessFailed(Exception):
    """A script ended without finishing its job; the message holds the end of its stderr."""


async def run_script(
    script: str,
    request: Mapping[str, object],
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    inherited: Sequence[int] = (),
) -> AsyncGenerator[Event, None]:
    """Start a script, hand it a request, and yield its events as they come.

    Closing the generator, or cancelling the task that reads it, kills the process.

    Args:
        script: path below ``sandbox/node``.
        request: the script's input, sent as one line of JSON.
        cwd: working directory; an ``.npmrc`` in it would be obeyed.
        environment: what npm's configuration is read from; this process's own by default.
        inherited: file descriptors that stay open in the child, such as locks.

    Raises:
        NodeProcessFailed: the script crashed.
    """
    process = await asyncio.create_subprocess_exec(
        *_dies_with_parent(),
        str(node_binary()),
        str(NODE_SOURCES / script),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=cwd,
        env=npm_environment(os.environ if environment is None else environment),
        pass_fds=inherited,
        limit=MAX_EVENT_BYTES,
    )
    stderr = asyncio.create_task(_tail(_reader(process.stderr)))
    try:
        _send(process, request)
        async for event in _events(_reader(process.stdout)):
            yield event
        if await process.wait() != 0:
            raise NodeProcessFailed((await stderr).decode(errors="replace").strip() or script)
    finally:
        await _end(process, stderr)


def npm_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Only what Node.js and npm's configuration need: no secrets of this server."""
    return {
        name: value
        for name, value in environment.items()
        if name in PASSED_ON or name.lower().startswith("npm_")
    }


def _dies_with_parent() -> Sequence[str]:
    # A script also ends when its stdin does; the kernel's signal ends even one that is stuck.
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()


def _send(process: Process, request: Mapping[str, object]) -> None:
    if process.stdin is None:
        raise NodeProcessFailed("The script has no stdin.")
    process.stdin.write(orjson.dumps(request) + b"\n")


def _reader(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise NodeProcessFailed("The script has no output.")
    return stream


async def _events(stdout: asyncio.StreamReader) -> AsyncIterator[Event]:
    while line := await stdout.readline():
        yield orjson.loads(line)


async def _tail(stream: asyncio.StreamReader) -> bytes:
    kept = b""
    while chunk := await stream.read(MAX_STDERR_BYTES):
        kept = (kept + chunk)[-MAX_STDERR_BYTES:]
    return kept


async def _end(process: Process, stderr: asyncio.Task[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    if process.stdin is not None:
        process.stdin.close()
    while await _reader(process.stdout).read(MAX_STDERR_BYTES):
        pass  # its pipes are closed only once they are read to the end
    await stderr
    await process.wait()
