"""How many values are written out in arguments."""

from collections.abc import Iterable

from graphql import ArgumentNode, ListValueNode, ObjectValueNode, ValueNode


def values_in(arguments: Iterable[ArgumentNode] | None) -> int:
    """The values of ``arguments``, those within lists and objects counted one by one."""
    return sum(_count(argument.value) for argument in arguments or ())


def _count(value: ValueNode) -> int:
    found, rest = 0, [value]
    while rest:
        value = rest.pop()
        found += 1
        if isinstance(value, ListValueNode):
            rest.extend(value.values)
        elif isinstance(value, ObjectValueNode):
            rest.extend(field.value for field in value.fields)
    return found
