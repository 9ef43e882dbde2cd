import asyncio
from pathlib import Path

from sandbox.node_runtime import node_binary


async def test_the_modules_of_the_page_keep_their_promises() -> None:
    process = await asyncio.create_subprocess_exec(
        node_binary(),
        "--test",
        *sorted(Path(__file__).parent.glob("*.test.mjs")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()

    assert process.returncode == 0, output.decode()
