"""What one worker may use."""

from dataclasses import dataclass, replace
from typing import Self

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one worker process, enforced from outside it."""

    memory_bytes: int = 512 * MEBIBYTE
    cpus: float = 1.0
    pids: int = 64
    scratch_bytes: int = 64 * MEBIBYTE
    start_seconds: float = 20
    value_bytes: int = 10 * MEBIBYTE
    """Largest binary argument or result; its text form may take a third more."""
    log_bytes: int = MEBIBYTE
    """Log text kept of one execution; what follows is dropped and a marker line says so."""
    cpu_seconds: int = 3600
    """Processor time over a worker's whole life."""

    user_namespace: bool = True
    """False: a weaker isolation, where a machine refuses user namespaces; it takes root."""

    def raised(self, memory_bytes: int | None) -> Self:
        """Give the same limits with at least so much memory; None: as it is."""
        return replace(self, memory_bytes=max(self.memory_bytes, memory_bytes or 0))

    @property
    def heap_mebibytes(self) -> int:
        """V8's heap: well under the memory limit, so that V8 can say what happened."""
        return self.memory_bytes * 3 // 4 // MEBIBYTE

    @property
    def message_bytes(self) -> int:
        """Longest message on the channel: the largest value as base64, and what is around it."""
        return self.value_bytes * 4 // 3 + MEBIBYTE // 4
