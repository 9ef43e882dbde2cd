"""Making one system call under the worker's filter, in a process of its own."""

import asyncio
import signal
import sys
from subprocess import DEVNULL, PIPE

from sandbox.boundary.seccomp import seccomp_program

_SCRIPT = """
import ctypes, errno, sys

class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]

code = sys.stdin.buffer.read()
instructions = ctypes.create_string_buffer(code, len(code))
program = Program(len(code) // 8, ctypes.addressof(instructions))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS
assert libc.prctl(22, 2, ctypes.byref(program)) == 0  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
result = libc.syscall(*(ctypes.c_long(int(each)) for each in sys.argv[1:]))
print("succeeded" if result >= 0 else errno.errorcode[ctypes.get_errno()], flush=True)
"""


async def attempt(system_call: int, *arguments: int, program: bytes | None = None) -> str:
    """Make a system call, by its number, as a worker would that runs native code.

    Another ``program`` takes the place of a worker's filter.

    Returns ``succeeded``, the name of the error, or ``killed`` where the filter ended the process.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", _SCRIPT, str(system_call), *map(str, arguments)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    answer, _ = await process.communicate(program or seccomp_program())
    return "killed" if process.returncode == -signal.SIGSYS else answer.decode().strip()
