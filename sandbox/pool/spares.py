"""Workers that are started before a call asks for them."""

from collections.abc import Callable

from sandbox.pool.demand import Demand, Demands
from sandbox.pool.slots import Slots
from sandbox.worker.call import WorkerSpec

StartAhead = Callable[[str, str, WorkerSpec], None]
"""Starts a worker for whichever call comes first: of a key, for an account, by a spec."""


class Spares:
    """Keeps one worker ready for keys that are called often, in room that nobody needs.

    A hot key has a worker that lives on when its busy ones are spent; each call of a one-shot
    key spends one. A crowded key has one that is idle beside its busy ones. One at a time is
    started for an account. A spare is the first to make room for a call.
    """

    def __init__(self, slots: Slots, demands: Demands, start: StartAhead) -> None:
        self._slots = slots
        self._demands = demands
        self._start = start

    def tend(self) -> None:
        """Start what is missing."""
        if not self._slots.has_room:
            return
        for demand in self._demands.hot():
            if self._is_missing(demand) and not self._is_starting_one(demand.account):
                self._start(demand.key, demand.account, demand.spec)
                if not self._slots.has_room:
                    return

    def _is_missing(self, demand: Demand) -> bool:
        one_shot = demand.spec.one_shot
        slots = [slot for slot in self._slots.of(demand.key) if not slot.retiring]
        if one_shot or self._demands.is_crowded(demand):
            return not any(not slot.busy and not (one_shot and slot.used) for slot in slots)
        return not slots

    def _is_starting_one(self, account: str) -> bool:
        return any(slot.starting and slot.account == account for slot in self._slots)
