"""The places of a pool's workers."""

from collections.abc import Collection, Iterator

from sandbox.pool.slot import Slot


class Slots:
    """At most so many slots, and which of them serves whom."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._all: set[Slot] = set()

    def __iter__(self) -> Iterator[Slot]:
        return iter(list(self._all))

    def __len__(self) -> int:
        return len(self._all)

    @property
    def has_room(self) -> bool:
        """Whether a further worker may be started."""
        return len(self._all) < self._size

    def add(self, slot: Slot) -> None:
        """Take up some room."""
        self._all.add(slot)

    def remove(self, slot: Slot) -> None:
        """Leave the room to others."""
        self._all.discard(slot)

    def of(self, key: str) -> list[Slot]:
        """Those of a key that do not leave."""
        return [slot for slot in self._all if slot.key == key and not slot.leaving]

    def idle_of(self, key: str, *, unused: bool) -> Slot | None:
        """Give the idle one that was used last, so that those too many grow old; or none."""
        idle = [slot for slot in self.of(key) if slot.idle and not (unused and slot.used)]
        return max(idle, key=lambda slot: slot.last_use, default=None)

    def held_by(self, account: str) -> int:
        """How many work for an account, or are being started for it."""
        mine = (slot for slot in self._all if slot.account == account)
        return sum(slot.busy or slot.starting for slot in mine)

    def expendable(self, account: str, wanted: Collection[str]) -> Slot | None:
        """Give the slot that should make room for an account's call.

        Args:
            account: whose call needs the room.
            wanted: keys that calls wait for.
        """
        idle = [slot for slot in self._all if slot.idle]
        if idle:
            return min(idle, key=lambda slot: (slot.key in wanted, slot.used, slot.last_use))
        enough = self.held_by(account) + 1
        starting = [
            slot
            for slot in self._all
            if slot.starting and (slot.key not in wanted or self.held_by(slot.account) > enough)
        ]
        return min(starting, key=lambda slot: slot.key in wanted, default=None)
