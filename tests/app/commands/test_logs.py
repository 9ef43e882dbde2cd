"""What the log of a server holds, and what it does not."""

import subprocess
import sys

# One coroutine like those of an operation that was cancelled, and one that was forgotten.
SCRIPT = """
from app.commands.logs import configure
from app.settings import Settings

class Executor:
    async def complete_value(self): ...

async def forgotten(): ...

configure(Settings())
Executor().complete_value()
forgotten()
"""


def test_an_operation_that_was_cancelled_is_no_fault() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)
    assert "coroutine 'forgotten' was never awaited" in ran.stderr
    assert "complete_value" not in ran.stderr
