"""One measured figure, told against its limit and a baseline of the same run."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of our own and of a baseline, in seconds; ``limit`` is what must hold."""

    name: str
    seconds: list[float]
    limit: float | None
    baseline: str
    baseline_seconds: list[float]

    def line(self) -> str:
        """The figure as a line of the report."""
        ours, theirs = median(self.seconds), median(self.baseline_seconds)
        limit = f"limit {_told(self.limit)}" if self.limit else "no limit"
        verdict = "" if self.limit is None else "  ok" if ours < self.limit else "  MISSED"
        return (
            f"{self.name:<42}{_told(ours):>9}  {limit:<14}"
            f"{ours / theirs:8.2f}x {self.baseline} ({_told(theirs)}){verdict}"
        )


def _told(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
