"""The price of a selection, under the variables of one request."""

from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    value_from_ast_untyped,
)

from app.pagination import DEFAULT_PAGE, MAX_PAGE
from schema.limits.tariff import Tariff, Tariffs


class Price(NamedTuple):
    """What a selection costs once, and what it costs for each item of its connection."""

    once: int = 0
    each: int = 0


FREE = Price()


class Selections:
    """Prices selections; the fragments that these spread have to be added before."""

    def __init__(self, tariffs: Tariffs, variables: dict[str, Any]) -> None:
        self._tariffs = tariffs
        self._variables = variables
        self._fragments: dict[str, Price] = {}

    def add(self, fragment: FragmentDefinitionNode) -> None:
        """Price a fragment once, wherever it is spread."""
        holder = fragment.type_condition.name.value
        self._fragments[fragment.name.value] = self.price(fragment.selection_set, holder)

    def price(self, selection_set: SelectionSetNode | None, holder: str) -> Price:
        """What a selection on the type ``holder`` costs."""
        once = each = 0
        for selection in selection_set.selections if selection_set else ():
            part = self._part(selection, holder)
            once += part.once
            each += part.each
        return Price(once, each)

    def _part(self, selection: SelectionNode, holder: str) -> Price:
        if isinstance(selection, FieldNode):
            return self._field(selection, holder)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragments[selection.name.value]
        assert isinstance(selection, InlineFragmentNode)  # noqa: S101 - for the type checker
        condition = selection.type_condition
        return self.price(selection.selection_set, condition.name.value if condition else holder)

    def _field(self, node: FieldNode, holder: str) -> Price:
        tariff = self._tariffs[holder].get(node.name.value)
        if tariff is None:  # __typename
            return FREE
        inside = self.price(node.selection_set, tariff.type)
        if tariff.item:
            return Price(tariff.price, 1 + inside.once)
        if tariff.connection:
            return Price(tariff.price + inside.once + self._size(node, tariff) * inside.each)
        if tariff.many:
            return Price(tariff.price + self._size(node, tariff) * (1 + inside.once))
        return Price(tariff.price + inside.once)

    def _size(self, node: FieldNode, tariff: Tariff) -> int:
        size = tariff.size if tariff.size is not None else DEFAULT_PAGE
        for argument in node.arguments or ():
            if argument.name.value == tariff.argument:
                given = value_from_ast_untyped(argument.value, self._variables)
                size = _length(given, size)
        return max(0, min(size, MAX_PAGE))


def _length(given: object, default: int) -> int:
    if isinstance(given, list):
        return len(given)
    return given if isinstance(given, int) else default
