"""Which waiting call gets which worker."""

import itertools
from collections import Counter

from sandbox.pool.demand import Demands
from sandbox.pool.slot import Slot
from sandbox.pool.slots import Slots
from sandbox.pool.spares import StartAhead
from sandbox.pool.turns import Turn, Turns

_STARTED_AT_ONCE = 2


class Allotment:
    """Gives the calls that wait what there is, in their order.

    A call takes an idle worker of its key. Where the key has none at all, the call gets a slot to
    start one in. Where all of them are busy, a further one is started, and the call takes
    whichever is free first. Where there is no room, an idle worker makes some: rather one that
    no call waits for, rather a spare, rather the one that was used longest ago.
    """

    def __init__(self, slots: Slots, turns: Turns, demands: Demands, start: StartAhead) -> None:
        self._slots = slots
        self._turns = turns
        self._demands = demands
        self._start = start
        self._uses = itertools.count(1)

    def run(self) -> None:
        """Give, until no waiting call can be given anything."""
        seen: set[Turn] = set()
        coming = Counter(slot.key for slot in self._slots if slot.starting)
        promised = sum(slot.leaving for slot in self._slots)
        while (turn := self._turns.first(self._slots, seen)) is not None:
            seen.add(turn)
            if self._give_idle(turn):
                continue
            if coming[turn.key]:
                coming[turn.key] -= 1
            elif self._shares(turn) and self._grows(turn.key):
                continue
            elif self._slots.has_room:
                self._use_room(turn)
            elif promised:
                promised -= 1
            elif not self._make_room(turn):
                return

    def _give_idle(self, turn: Turn) -> bool:
        slot = self._slots.idle_of(turn.key, unused=turn.spec.one_shot)
        if slot is not None:
            self._give(turn, slot)
        return slot is not None

    def _use_room(self, turn: Turn) -> None:
        if self._shares(turn):
            self._start(turn.key, turn.account, turn.spec)
        else:
            slot = Slot(turn.key, turn.account)
            self._slots.add(slot)
            self._give(turn, slot)

    def _make_room(self, turn: Turn) -> bool:
        slot = self._slots.expendable(turn.account, self._turns.keys)
        if slot is not None:
            slot.kill("evicted")
        return slot is not None

    def _give(self, turn: Turn, slot: Slot) -> None:
        slot.take(turn.account, next(self._uses), one_shot=turn.spec.one_shot)
        self._turns.grant(turn, slot)

    def _shares(self, turn: Turn) -> bool:
        """Whether a worker of its key that another call has could take this one next."""
        if turn.spec.one_shot or self._demands.is_failing(turn.key):
            return False
        return any(slot.busy and not slot.retiring for slot in self._slots.of(turn.key))

    def _grows(self, key: str) -> bool:
        """Whether as many workers are being started for a key as may be at once."""
        return sum(slot.starting for slot in self._slots.of(key)) >= _STARTED_AT_ONCE
