"""Deeper selections: the generator's own are a few fields."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    FieldNode,
    GraphQLField,
    GraphQLNamedType,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    NameNode,
    Node,
    SelectionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
    visit,
)

from tests.fuzz.operation import schema

_LEAF, _BRANCH, _FRAGMENT = 0.6, 0.4, 0.5  # how likely each is chosen
_MOST = 14  # of a level
_PAGE = 3


def deepened(document: Node, chance: Random) -> Any:  # noqa: ANN401 - as it was given
    """The same document with more selected below the root."""
    types = TypeInfo(schema())
    return visit(document, TypeInfoVisitor(types, _Deepening(types, chance)))


class _Deepening(Visitor):
    def __init__(self, types: TypeInfo, chance: Random) -> None:
        super().__init__()
        self._types = types
        self._chance = chance

    def leave_selection_set(self, node: SelectionSetNode, *_where: object) -> SelectionSetNode:
        type_ = self._types.get_parent_type()
        known = schema()
        if type_ in (known.query_type, known.mutation_type, known.subscription_type):
            return node
        assert type_
        depth = self._chance.randrange(4)
        more = _selections(type_, depth, self._chance)
        return _distinct([*node.selections, *more])


def _selections(type_: GraphQLNamedType, depth: int, chance: Random) -> Iterator[SelectionNode]:
    if is_abstract_type(type_):
        yield FieldNode(name=NameNode(value="__typename"))
        for possible in schema().get_possible_types(type_):
            if chance.random() < _FRAGMENT:
                chosen = list(_fields(possible, depth, chance))
                yield InlineFragmentNode(
                    type_condition=NamedTypeNode(name=NameNode(value=possible.name)),
                    selection_set=_distinct(chosen),
                )
        return
    yield from _fields(type_, depth, chance)


def _fields(type_: GraphQLNamedType, depth: int, chance: Random) -> Iterator[FieldNode]:
    yield FieldNode(name=NameNode(value="__typename"))
    fields: list[tuple[str, GraphQLField]] = list(getattr(type_, "fields", {}).items())
    chance.shuffle(fields)
    for name, field in fields[:_MOST]:
        below = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        if is_leaf_type(below) and chance.random() < _LEAF:
            yield _field(type_.name, name, field)
        elif not is_leaf_type(below) and depth and chance.random() < _BRANCH:
            chosen = list(_selections(below, depth - 1, chance))
            yield _field(type_.name, name, field, _distinct(chosen))


def _field(
    of: str, name: str, field: GraphQLField, below: SelectionSetNode | None = None
) -> FieldNode:
    alias = NameNode(value=f"{of}_{name}") if name in _ambiguous() else None
    page = ArgumentNode(name=NameNode(value="first"), value=IntValueNode(value=str(_PAGE)))
    arguments = (page,) if "first" in field.args else ()
    return FieldNode(
        name=NameNode(value=name), alias=alias, arguments=arguments, selection_set=below
    )


def _distinct(selections: Sequence[SelectionNode]) -> SelectionSetNode:
    """Each field once: of two with different arguments, the first."""
    fields: dict[str, FieldNode] = {}
    for each in selections:
        if isinstance(each, FieldNode):
            fields.setdefault((each.alias or each.name).value, each)
    others = [each for each in selections if not isinstance(each, FieldNode)]
    return SelectionSetNode(selections=(*fields.values(), *others))


@cache
def _ambiguous() -> frozenset[str]:
    """Fields whose type differs between types that fragments may put side by side."""
    kinds: dict[str, set[str]] = {}
    for type_ in schema().type_map.values():
        if getattr(type_, "interfaces", ()):
            for name, field in getattr(type_, "fields", {}).items():
                kinds.setdefault(name, set()).add(str(field.type))
    return frozenset(name for name, types in kinds.items() if len(types) > 1)
