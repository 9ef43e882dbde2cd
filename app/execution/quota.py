"""How much a group may execute."""

import asyncio
from datetime import timedelta

from app.errors import QuotaExceeded, RateLimited
from app.execution.repository import ExecutionRepository
from app.ontology.group import Group, Plan
from app.record import now
from app.settings import Settings


class Quota:
    """Counts what is stored, so that every server and restart counts the same."""

    def __init__(self, executions: ExecutionRepository, settings: Settings) -> None:
        self._executions = executions
        self._settings = settings

    def daily_limit(self, plan: Plan) -> int | None:
        """Executions a day for a plan; None: unlimited."""
        limits: dict[Plan, int | None] = {
            Plan.FREE: self._settings.free_executions_per_day,
            Plan.PRO: self._settings.pro_executions_per_day,
            Plan.ENTERPRISE: None,
        }
        return limits[plan]

    async def check(self, group: Group, instance: str) -> None:
        """Refuse one execution too many.

        Raises:
            RateLimited: of the instance within a minute, or waiting in the group.
            QuotaExceeded: of the group within the day.
        """
        await asyncio.gather(
            self._check_rate(instance), self._check_day(group), self._check_waiting(group)
        )

    async def _check_day(self, group: Group) -> None:
        limit = self.daily_limit(Plan(group.plan))
        if limit is None:
            return
        if (await self._executions.used_today([group.id]))[group.id] >= limit:
            raise QuotaExceeded(
                f"The plan {group.plan} allows {limit} executions a day.",
                "Wait for midnight UTC, or change the plan.",
            )

    async def _check_waiting(self, group: Group) -> None:
        if await self._executions.waiting(group.id) >= self._settings.executions_queued:
            raise RateLimited(
                f"{self._settings.executions_queued} executions of the group wait already.",
                "Wait until some have ended.",
            )

    async def _check_rate(self, instance: str) -> None:
        limit = self._settings.executions_per_minute
        minute_ago = now() - timedelta(minutes=1)
        if limit and await self._executions.count_since(instance, minute_ago) >= limit:
            raise RateLimited(
                f"The instance has been executed {limit} times within a minute.",
                "Wait, or let the operator raise ONE_EXECUTIONS_PER_MINUTE.",
            )
