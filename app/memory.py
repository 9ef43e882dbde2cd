"""Giving freed memory back to the system."""

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of glibc's malloc.h
_OPTIONS = {_TRIM_THRESHOLD: 128 * 1024, _MMAP_THRESHOLD: 128 * 1024, _ARENA_MAX: 2}


def return_freed_memory() -> None:
    """Keep glibc from raising its thresholds, after which it hardly returns anything.

    Requests of very different sizes would leave a server half empty and as large as ever.
    Other C libraries stay as they are.
    """
    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        for option, value in _OPTIONS.items():
            mallopt(option, value)
