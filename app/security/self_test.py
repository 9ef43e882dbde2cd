"""Trying the isolation before anything of a stranger runs in it."""

import logging
import socket
from collections.abc import Sequence

from app.database import Database
from app.errors import IsolationUnavailable
from app.security.isolation_report import AttackOutcome, IsolationReport
from app.security.isolation_repository import IsolationReportRepository
from app.settings import Settings
from sandbox import errors as sandbox_errors
from sandbox.boundary.tried_isolation import TriedIsolation
from sandbox.limits import Limits
from sandbox.selftest.selftest import self_test

log = logging.getLogger(__name__)
REDUCED = "reduced"


async def require_isolation(
    settings: Settings, limits: Limits, database: Database
) -> TriedIsolation:
    """Attack a worker as plugins might, record what came of it, and give what held.

    Raises:
        IsolationUnavailable: an attack got through, or workers cannot be isolated at all; names
            the mend. Nothing may run here then.
    """
    if settings.isolation == REDUCED:
        log.warning(
            "ONE_ISOLATION=reduced: plugins run without a user namespace, as root without "
            "capabilities, and without network. one-graph doctor says how to get the full one."
        )
    try:
        report = await self_test(limits)
    except sandbox_errors.IsolationUnavailable as error:
        await _record(settings, database, [])
        raise IsolationUnavailable(error.message, error.hint) from error
    outcomes = [
        AttackOutcome(
            name=each.name, layer=each.layer, stopped=each.stopped, detail=each.detail[:500]
        )
        for each in report.outcomes
    ]
    await _record(settings, database, outcomes)
    failed = [each.name for each in outcomes if not each.stopped]
    if failed:
        raise IsolationUnavailable(
            f"The isolation does not hold here: {', '.join(failed)} got through.",
            "Run: one-graph doctor",
        )
    return report.tried


async def _record(
    settings: Settings, database: Database, outcomes: Sequence[AttackOutcome]
) -> None:
    """Keep what came of the attacks; none: no worker could be started to try them on."""
    report = IsolationReport(
        machine=socket.gethostname(),
        mode=settings.isolation,
        holds=bool(outcomes) and all(each.stopped for each in outcomes),
        outcomes=list(outcomes),
    )
    await IsolationReportRepository(database).put(report)
