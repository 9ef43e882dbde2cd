"""One measured figure, told against its limit and a baseline of the same run."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of our own and of a baseline, in seconds unless ``unit`` says else; ``limit`` is
    what must hold.
    """

    name: str
    seconds: list[float]
    limit: float | None
    baseline: str
    baseline_seconds: list[float]
    unit: str = "s"

    def line(self) -> str:
        """The figure as a line of the report."""
        ours, theirs = median(self.seconds), median(self.baseline_seconds)
        limit = f"limit {self._told(self.limit)}" if self.limit else "no limit"
        verdict = "" if self.limit is None else "  ok" if ours < self.limit else "  MISSED"
        return (
            f"{self.name:<42}{self._told(ours):>9}  {limit:<14}"
            f"{ours / theirs:8.2f}x {self.baseline} ({self._told(theirs)}){verdict}"
        )

    def _told(self, value: float) -> str:
        if self.unit != "s":
            return f"{value:.0f} {self.unit}"
        return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
