"""How often a plugin may have something done."""

import math
import time
from dataclasses import dataclass, field

from sandbox.worker.host import HostCallFailed


@dataclass(slots=True)
class Allowance:
    """So many within so many seconds; by default, as long as it lives.

    Attributes:
        code: of the failure of one too many.
        what: they are called.
    """

    code: str
    what: str
    most: int
    seconds: float = math.inf
    _taken: int = 0
    _since: float = field(default_factory=time.monotonic)

    def take(self, count: int = 1) -> None:
        """Count some.

        Raises:
            HostCallFailed: they are too many.
        """
        if time.monotonic() - self._since >= self.seconds:
            self._since, self._taken = time.monotonic(), 0
        self._taken += count
        if self._taken > self.most:
            within = "A call" if math.isinf(self.seconds) else "A minute"
            raise HostCallFailed(self.code, f"{within} has {self.most} {self.what} at most")
