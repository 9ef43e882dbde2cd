"""Telling an installation's progress through its journal."""

from time import monotonic

from app.journal.journal import Journal
from app.plugins.stage import InstallStage, progress
from sandbox.install.progress import Progress

_STAGES = list(InstallStage)
_INSTALLER_SHARE = 0.85  # of the whole installation; probing and indexing are the rest
_PAUSE_SECONDS = 0.2  # between two reports of one stage


class InstallReporter:
    """Numbers entries from ``seq`` on; every stage appears, also one that cost nothing."""

    def __init__(self, journal: Journal, install: str, seq: int) -> None:
        self._journal = journal
        self._install = install
        self.seq = seq
        self.stage = InstallStage.QUEUED
        self.percent = 0.0
        self._told = 0.0

    async def fetched(self, step: Progress) -> None:
        """Tell of a step of the installer."""
        stage = InstallStage(step.stage.value)
        if stage is self.stage and monotonic() - self._told < _PAUSE_SECONDS:
            return
        await self.tell(stage, step.percent * _INSTALLER_SHARE, step.message)

    async def tell(self, stage: InstallStage, percent: float, message: str) -> None:
        """Write one entry, after one for each stage that was passed without a word."""
        first, last = _STAGES.index(self.stage) + 1, _STAGES.index(stage)
        for passed in _STAGES[first:last]:
            await self._write(passed, self.percent, "Nothing to do: another install did this")
        await self._write(stage, max(percent, self.percent), message)

    async def _write(self, stage: InstallStage, percent: float, message: str) -> None:
        self.stage, self.percent, self._told = stage, round(percent, 1), monotonic()
        data = progress(stage, self.percent, message)
        seq, self.seq = self.seq, self.seq + 1
        await self._journal.write(self._install, seq, data)
