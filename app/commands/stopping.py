"""Ending on SIGTERM or Ctrl-C: in order, once, and within five seconds."""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

END_SECONDS = 4
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def on_first_signal(stop: Callable[[], object]) -> None:
    """Call ``stop`` in the running loop at the first signal; further ones change nothing.

    What follows the signal has four seconds, as after ``limit_end``.
    """
    loop = asyncio.get_running_loop()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if limit_end():
            loop.call_soon_threadsafe(stop)

    for number in SIGNALS:
        signal.signal(number, handle)


def limit_end() -> bool:
    """Give this process four seconds; False when it has no more than that already.

    Then SIGALRM ends it, and with it all that it started.
    """
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        return False
    signal.alarm(END_SECONDS)
    return True
