"""Taking executions that wait, so that each group has its turn."""

from datetime import timedelta
from typing import Any

from app.execution.execution import Execution, ExecutionState
from app.execution.group_turns import GroupTurns
from app.execution.repository import ExecutionRepository
from app.record import now
from app.residence.residents import Residents


class Claims:
    """The executions that this executor took and has not ended."""

    def __init__(self, executions: ExecutionRepository, residents: Residents) -> None:
        self._residents = residents
        self._executions = executions
        self._turns = GroupTurns()

    async def take(self, owner: str, lease: timedelta) -> Execution | None:
        """Take an execution of the group whose turn it is; it is RUNNING from here on."""
        ours = self._ours
        group = self._turns.next(await self._executions.waiting_groups(ours))
        if group is None:
            return None
        change = {"state": ExecutionState.RUNNING.value, "started_at": now()}
        taken = await self._executions.claim(owner, lease, change, {"group": group, **ours})
        if taken is None:  # another executor was faster
            taken = await self._executions.claim(owner, lease, change, ours)
        if taken is not None:
            self._turns.begin(taken.id, taken.group)
        return taken

    @property
    def _ours(self) -> dict[str, Any]:
        """What leaves calls of plugins to the executor that keeps them up."""
        elsewhere = self._residents.elsewhere
        return {"instance": {"$nin": sorted(elsewhere)}} if elsewhere else {}

    def end(self, execution: str) -> None:
        """Let go of one."""
        self._turns.end(execution)
