"""From an outline to an operation: deeper, with variables, and with values in its blanks."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import graphql
from graphql import (
    ArgumentNode,
    DocumentNode,
    NameNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    visit,
)

from tests.fuzz import values
from tests.fuzz.chance import seeded
from tests.fuzz.operation import Operation, Outline, schema
from tests.fuzz.selection import deepened

_BLANK = re.compile(r'(?:(\w+): \[?)?"@([isjd])\d+"')
_KINDS = {"parent": "group", "from": "thing", "to": "thing", "source": "thing", "target": "thing"}


@dataclass(frozen=True)
class Filling:
    """What blanks are filled with.

    Attributes:
        ids: by what they name: ``group``, ``instance``, ``agent``, ...
        texts: further texts by argument, such as slugs.
        hostile: how likely a value is one that nobody means well with.
    """

    ids: Mapping[str, Sequence[str]]
    texts: Mapping[str, Sequence[str]]
    hostile: float = 0.0

    def value(self, root: str, name: str, blank: str, chance: Random) -> Any:  # noqa: ANN401 - JSON
        """A value for one blank."""
        if chance.random() < self.hostile:
            hostile = values.HOSTILE_JSON if blank == "j" else values.HOSTILE_TEXTS
            return chance.choice(hostile)
        if blank == "i":
            kind = _KINDS.get(name, name)
            known = self.ids.get(kind) if chance.random() < 0.9 else None
            return chance.choice(known or [each for ids in self.ids.values() for each in ids])
        if blank == "s":
            own = self.texts.get(name)
            own = own if chance.random() < 0.5 else None
            return chance.choice(own) if own else values.text(root, name, chance)
        return chance.choice(values.DATES if blank == "d" else values.ORDINARY_JSON)


def operation(outline: Outline, filling: Filling) -> Operation:
    """The operation of an outline."""
    chance = seeded(outline.seed)
    document: DocumentNode = _of_kind(outline)
    if chance.random() < 0.8:
        document = deepened(document, chance)
    lifting = _Lifting(TypeInfo(schema()), chance)
    document = visit(document, TypeInfoVisitor(lifting.types, lifting))
    text = graphql.print_ast(_declaring(document, lifting.declared))
    given = {
        name: _filled(value, name, outline.root, filling, chance)
        for name, value in lifting.given.items()
    }
    return Operation(outline.kind, outline.root, _literal(text, outline, filling, chance), given)


def _declaring(document: DocumentNode, variables: Mapping[str, str]) -> DocumentNode:
    (definition,) = document.definitions
    assert isinstance(definition, OperationDefinitionNode)
    declared = tuple(
        VariableDefinitionNode(
            variable=VariableNode(name=NameNode(value=name)), type=graphql.parse_type(type_)
        )
        for name, type_ in variables.items()
    )
    whole = OperationDefinitionNode(
        operation=definition.operation,
        variable_definitions=declared,
        selection_set=definition.selection_set,
    )
    return DocumentNode(definitions=(whole,))


def _of_kind(outline: Outline) -> DocumentNode:
    (drawn,) = outline.document.definitions
    assert isinstance(drawn, OperationDefinitionNode)
    definition = OperationDefinitionNode(
        operation=outline.kind, selection_set=drawn.selection_set, name=None
    )
    return DocumentNode(definitions=(definition,))


class _Lifting(Visitor):
    """Turns some arguments into variables of their types."""

    def __init__(self, types: TypeInfo, chance: Random) -> None:
        super().__init__()
        self.types = types
        self.declared: dict[str, str] = {}
        self.given: dict[str, Any] = {}
        self._chance = chance

    def enter_argument(self, node: ArgumentNode, *_where: object) -> ArgumentNode | None:
        type_ = self.types.get_input_type()
        name = node.name.value
        if type_ is None or self._chance.random() < (0.95 if name == "first" else 0.3):
            return None
        if name in self.declared:
            name = f"{name}{len(self.declared)}"
        self.declared[name] = str(type_)
        self.given[name] = graphql.value_from_ast_untyped(node.value)
        return ArgumentNode(name=node.name, value=VariableNode(name=NameNode(value=name)))


def _filled(value: Any, name: str, root: str, filling: Filling, chance: Random) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: _filled(each, key, root, filling, chance) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, name, root, filling, chance) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return filling.value(root, name.rstrip("0123456789"), value[1], chance)
    return value


def _literal(text: str, outline: Outline, filling: Filling, chance: Random) -> str:
    def fill(match: re.Match[str]) -> str:
        name, blank = match.group(1) or "", match.group(2)
        value = filling.value(outline.root, name, blank, chance)
        written = json.dumps(value) if isinstance(value, str) else '"x"'
        return match.group().rpartition('"@')[0] + written

    return _BLANK.sub(fill, text)
