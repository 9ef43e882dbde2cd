"""Freed memory goes back to the system."""

import subprocess
import sys

# Blocks of a megabyte, of which one in ten is kept: what lies between must not stay with us.
SCRIPT = """
import re, sys
from pathlib import Path
from app.memory import return_freed_memory

if sys.argv[1] == "returning":
    return_freed_memory()
bytearray(1 << 20)
blocks = [bytearray(1 << 20) for _ in range(200)]
kept = blocks[::10]
del blocks
print(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def resident_megabytes(how: str) -> float:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, how], check=True, capture_output=True, text=True
    )
    return int(ran.stdout) / 1024


def test_what_lies_between_kept_blocks_is_returned() -> None:
    assert resident_megabytes("returning") < resident_megabytes("as it comes") - 100
