"""How far an installation is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What the installer does, in this order."""

    RESOLVING = "RESOLVING"
    DOWNLOADING = "DOWNLOADING"
    VERIFYING = "VERIFYING"
    ANALYSING = "ANALYSING"
    BUNDLING = "BUNDLING"


@dataclass(frozen=True, slots=True)
class Progress:
    """One step; ``percent`` (0 to 100) is of the whole installation and never falls."""

    stage: Stage
    percent: float
    message: str


# Where each stage ends, in percent of a usual installation's time.
_ENDS = {
    Stage.RESOLVING: 25.0,
    Stage.DOWNLOADING: 50.0,
    Stage.VERIFYING: 60.0,
    Stage.ANALYSING: 62.0,
    Stage.BUNDLING: 99.0,
}


def overall_percent(stage: Stage, fraction: float) -> float:
    """The share of the whole that is done once ``fraction`` (0 to 1) of a stage is."""
    stages = list(Stage)
    index = stages.index(stage)
    start = _ENDS[stages[index - 1]] if index else 0.0
    return start + (_ENDS[stage] - start) * min(max(fraction, 0.0), 1.0)


class ProgressMeter:
    """Turns the work done in each stage into a percentage of the whole that never falls."""

    def __init__(self, on_progress: Callable[[Progress], Awaitable[None]]) -> None:
        self._on_progress = on_progress
        self._percent = 0.0
        self.stage = Stage.RESOLVING

    async def update(self, stage: Stage, fraction: float, message: str) -> None:
        """Report ``fraction`` (0 to 1) of a stage; a stage that was passed is passed for good."""
        self.stage = stage
        self._percent = max(self._percent, overall_percent(stage, fraction))
        await self._on_progress(Progress(stage, round(self._percent, 1), message))

    async def finish(self, message: str) -> None:
        """Report the end."""
        await self._on_progress(Progress(Stage.BUNDLING, 100.0, message))
