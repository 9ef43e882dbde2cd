"""mongod on a machine that lacks a library that it needs."""

import asyncio
import sys
from pathlib import Path

START = """
import asyncio, sys
from pathlib import Path
from app.embedded.mongod import EmbeddedMongod
from app.errors import ServiceUnavailable
try:
    asyncio.run(EmbeddedMongod(Path(sys.argv[1])).start())
except ServiceUnavailable as error:
    print(error.message, error.hint, sep="\\n")
"""


async def test_an_unusable_library_is_named_with_its_package(tmp_path: Path) -> None:
    hidden = ("bwrap", "--dev-bind", "/", "/", "--ro-bind", "/dev/null", libcurl(), "--")
    process = await asyncio.create_subprocess_exec(
        *(*hidden, sys.executable, "-c", START, tmp_path), stdout=asyncio.subprocess.PIPE
    )
    output = (await process.communicate())[0].decode()
    assert "error while loading shared libraries: libcurl.so.4" in output
    assert output.splitlines()[-1] == "apt-get install libcurl4"


def libcurl() -> Path:
    return next(Path("/usr/lib").glob("*/libcurl.so.4")).resolve()
