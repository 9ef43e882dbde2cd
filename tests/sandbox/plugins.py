"""Small plugins made on the fly, and a listener that remembers what it hears."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from sandbox.egress.record import NetworkRecord
from sandbox.pool.pool import WorkerPool
from sandbox.worker.call import Call, CallKind, CallResult, Json, WorkerSpec
from sandbox.worker.observer import Output
from sandbox.worker.refusal import Refusal


class Listener:
    """Remembers all that a call did."""

    def __init__(self) -> None:
        self.lines: list[Output] = []
        self.chunks: list[Json] = []
        self.requests: list[NetworkRecord] = []
        self.refusals: list[Refusal] = []

    def on_output(self, line: Output) -> None:
        self.lines.append(line)

    def on_chunk(self, value: Json) -> None:
        self.chunks.append(value)

    def on_request(self, record: NetworkRecord) -> None:
        self.requests.append(record)

    def on_refusal(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)

    def texts(self, stream: str) -> list[str]:
        return [line.text for line in self.lines if line.stream == stream]


def write_package(folder: Path, files: dict[str, str], **manifest: object) -> Path:
    """An artefact with these files; ``index.mjs`` is its entry unless the manifest says else."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = {"name": "sample", "version": "1.0.0", "type": "module", "main": "index.mjs"} | manifest
    (folder / "package.json").write_text(json.dumps(whole))
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source)
    return folder


def write_service(folder: Path, methods: str, preamble: str = "") -> Path:
    """An artefact whose plugin has one service, ``s``, with these methods."""
    source = f"""
        import fs from 'node:fs';
        {preamble}
        class Sample {{
          static serviceType = 's';
          static async start(runtime) {{ return Object.assign(new Sample(), {{ runtime }}); }}
          capabilityDescription = 'A sample';
          async stop() {{}}
          {methods}
        }}
        export default {{ name: 'sample', description: 'A sample plugin', services: [Sample] }};
    """
    return write_package(folder, {"index.mjs": source})


def spec(artifact: Path, **settings: Json) -> WorkerSpec:
    return WorkerSpec(artifact, settings, agent_id="agent", agent_name="Agent")


def method(name: str, *args: object) -> Call:
    return Call(CallKind.SERVICE, "s", method=name, args=list(args))


async def run(
    pool: WorkerPool,
    artifact: Path,
    call: Call,
    *,
    key: str = "key",
    seconds: float = 10,
    listener: Listener | None = None,
    **settings: Json,
) -> CallResult:
    return await pool.call(
        key,
        spec(artifact, **settings),
        call,
        timeout_seconds=seconds,
        observer=listener or Listener(),
    )


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait until something is so; fail after five seconds."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what other processes do rings no bell here
            await asyncio.sleep(0.01)
