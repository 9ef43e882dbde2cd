"""Every attack."""

from tests.attacks import (
    environment,
    files,
    floods,
    frames,
    memory,
    native_code,
    processes,
    processor,
    prototypes,
    sockets,
)

ATTACKS = (
    *files.ATTACKS,
    *environment.ATTACKS,
    *processes.ATTACKS,
    *native_code.ATTACKS,
    *memory.ATTACKS,
    *processor.ATTACKS,
    *floods.ATTACKS,
    *frames.ATTACKS,
    *prototypes.ATTACKS,
    *sockets.ATTACKS,
)
