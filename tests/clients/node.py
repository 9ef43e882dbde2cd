"""Running the scenarios of the JavaScript clients."""

import asyncio
import json
from pathlib import Path

from sandbox.node_runtime import node_binary
from tests.serving import Json

FOLDER = Path(__file__).parent
INSTALLED = FOLDER / "node_modules" / ".ready"
LONGEST_SECONDS = 90


async def run(module: str, scenario: str, **given: Json) -> Json:
    """What a scenario of ``module`` saw."""
    assert INSTALLED.exists(), "The clients are not installed. Type: make test TESTS=tests/clients"
    process = await asyncio.create_subprocess_exec(
        *(node_binary(), FOLDER / "run.mjs", module, scenario),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            seen, complaints = await process.communicate(json.dumps(given).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, complaints.decode()
    return json.loads(seen)
