"""How much a group may execute."""

from contextlib import AsyncExitStack
from datetime import timedelta

from app.database import Database
from app.errors import QuotaExceeded, RateLimited
from app.execution.repository import ExecutionRepository
from app.execution.settled import settled
from app.ontology.group import Group, Plan
from app.rates.limit import DAY, MINUTE, Limit
from app.rates.rates import Rates
from app.record import now
from app.settings import Settings


class Quota:
    """Counts what is asked for; all servers count together."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._executions = ExecutionRepository(database)
        self._rates = Rates(database)
        self._settings = settings

    def daily_limit(self, plan: Plan) -> int | None:
        """Executions a day for a plan; None: unlimited."""
        limits: dict[Plan, int | None] = {
            Plan.FREE: self._settings.free_executions_per_day,
            Plan.PRO: self._settings.pro_executions_per_day,
            Plan.ENTERPRISE: None,
        }
        return limits[plan]

    async def take(self, group: Group, instance: str, refund: AsyncExitStack) -> None:
        """Count one execution, until ``refund`` takes that back; refuse one too many.

        Raises:
            RateLimited: of the instance within a minute, or waiting in the group.
            QuotaExceeded: of the group within the day.
        """
        await settled(
            self._take_of_minute(instance, refund),
            self._take_of_day(group, refund),
            self._check_waiting(group),
        )

    async def _take_of_minute(self, instance: str, refund: AsyncExitStack) -> None:
        limit = Limit(self._settings.executions_per_minute, MINUTE, "executions")
        if not limit.amount or await self._rates.take(limit, instance, refund):
            return
        seconds = await self._rates.seconds_to_wait(limit, instance)
        raise RateLimited(
            f"The instance has been executed {limit.amount} times within a minute.",
            f"Wait {seconds} s, or let the operator raise ONE_EXECUTIONS_PER_MINUTE.",
            seconds,
        )

    async def _take_of_day(self, group: Group, refund: AsyncExitStack) -> None:
        amount = self.daily_limit(Plan(group.plan))
        if amount is None:
            return
        today = now()
        limit = Limit(amount, DAY, "executions")
        if await self._rates.take_of(f"{today:%Y-%m-%d}", limit, group.id, refund):
            return
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        raise QuotaExceeded(
            f"The plan {group.plan} allows {amount} executions a day.",
            f"Wait for midnight UTC, in {(midnight - today).total_seconds():.0f} s, "
            "or change the plan.",
        )

    async def _check_waiting(self, group: Group) -> None:
        if await self._executions.waiting(group.id) >= self._settings.executions_queued:
            raise RateLimited(
                f"{self._settings.executions_queued} executions of the group wait already.",
                "Wait until some have ended.",
            )
