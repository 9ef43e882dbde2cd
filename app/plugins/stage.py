"""The stages of an installation, and how the journal records them."""

from enum import StrEnum
from typing import Any

from app.plugins.instance import Failure


class InstallStage(StrEnum):
    """What an installation is doing."""

    QUEUED = "QUEUED"
    RESOLVING = "RESOLVING"
    DOWNLOADING = "DOWNLOADING"
    VERIFYING = "VERIFYING"
    ANALYSING = "ANALYSING"
    BUNDLING = "BUNDLING"
    PROBING = "PROBING"
    INDEXING = "INDEXING"
    DONE = "DONE"
    ROLLED_BACK = "ROLLED_BACK"
    FAILED = "FAILED"


def progress(
    stage: InstallStage, percent: float, message: str, failure: Failure | None = None
) -> dict[str, Any]:
    """A journal entry's data; ``percent`` is of the whole installation, 0 to 100."""
    told = failure.model_dump() if failure else None
    return {"stage": stage.value, "percent": percent, "message": message, "failure": told}
