"""A cache that is bounded by the weight of what it holds."""

from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class BoundedCache(Generic[Value]):
    """Keeps what was used last, up to a total weight; the unit is the user's."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str) -> Value | None:
        """What was put under ``key``, unless it had to make room."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: str, value: Value, weight: int) -> None:
        """Keep ``value``, unless it is too heavy; what was not used for longest makes room."""
        if weight > self._capacity:
            return
        _, former = self._entries.pop(key, (None, 0))
        self._entries[key] = value, weight
        self.weight += weight - former
        while self.weight > self._capacity:
            _, (_, freed) = self._entries.popitem(last=False)
            self.weight -= freed
