"""Having a plugin read where it can do no harm."""

from pathlib import Path

from sandbox.analysis.analysis import Analysis, read_analysis
from sandbox.analysis.finding import Finding, FindingKind
from sandbox.boundary.isolation import ANALYSER, Isolation
from sandbox.errors import CallFailed, CallTimedOut, WorkerDied
from sandbox.limits import Limits
from sandbox.worker.observer import SilentObserver
from sandbox.worker.worker import Worker

SECONDS = 12.0
"""After so long no further file is read; the plugin's own come first."""

_GRACE_SECONDS = 10.0


async def analyse(artifact: Path, limits: Limits, *, seconds: float = SECONDS) -> Analysis:
    """Read a plugin and its dependencies, in the isolation in which it would run.

    A plugin that brings the analyser down is told of as a finding.

    Raises:
        ArtifactMissing: the folder holds no package.
        IsolationUnavailable: this machine cannot isolate the analyser.
    """
    worker = await Worker.start(Isolation.find(), artifact, limits, program=ANALYSER)
    try:
        answer = await worker.request(
            "analyse",
            {"budget": {"milliseconds": seconds * 1000}},
            timeout_seconds=seconds + _GRACE_SECONDS,
            observer=SilentObserver(),
        )
        if not isinstance(answer.result, dict):
            return _failed("no answer")
        return read_analysis(answer.result)
    except (CallFailed, CallTimedOut, WorkerDied) as error:
        return _failed(error.message)
    except (KeyError, TypeError, ValueError):
        return _failed("an answer that is none")
    finally:
        await worker.close()


def _failed(reason: str) -> Analysis:
    detail = f"The analysis did not end: {reason}"
    return Analysis((Finding(FindingKind.INCOMPLETE, "", "", None, detail),), (), ())
