"""What a document measures, found in one pass over it."""

from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from schema.limits.fragments import in_order
from schema.limits.values import values_in

_INTROSPECTION = frozenset({"__schema", "__type"})
_LARGEST = 1 << 53  # what spreads multiply can get very long
_UNCOUNTED = -(1 << 20)  # the schema's own depth is for the rule of introspection to judge


@dataclass(slots=True)
class Shape:
    """A definition's own measures; depths are counted in fields, the outermost is 1.

    Attributes:
        spreads: the fragments that it spreads, each with the number of fields around it.
    """

    depth: int = 0
    root_fields: int = 0
    spreads: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Measures:
    """A document's measures; depth and root fields are the greatest of any operation."""

    operations: int = 0
    depth: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0
    directives_per_field: int = 0
    values: int = 0
    introspects: bool = False

    @classmethod
    def of(cls, document: DocumentNode) -> "Measures":
        """Measure; the work grows with the document's length alone, whatever its fragments."""
        measures, fragments = cls(), dict[str, Shape]()
        for fragment in in_order(document):
            shape = measures._shape(fragment)
            fragments[fragment.name.value] = _whole(shape, fragments)
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                measures._add(definition, fragments)
        return measures

    def _add(self, operation: OperationDefinitionNode, fragments: dict[str, Shape]) -> None:
        shape = _whole(self._shape(operation), fragments)
        self.operations += 1
        self.depth = max(self.depth, shape.depth)
        self.root_fields = max(self.root_fields, shape.root_fields)
        for variable in operation.variable_definitions or ():
            self._count(variable.directives)

    def _shape(self, definition: OperationDefinitionNode | FragmentDefinitionNode) -> Shape:
        shape = Shape()
        self._count(definition.directives)
        sets: list[tuple[SelectionSetNode, int]] = [(definition.selection_set, 0)]
        while sets:
            selection_set, around = sets.pop()
            for selection in selection_set.selections:
                self._count(selection.directives)
                if isinstance(selection, FragmentSpreadNode):
                    shape.spreads.append((selection.name.value, around))
                    continue
                inside = around
                if isinstance(selection, FieldNode):
                    inside = self._enter(selection, around, shape)
                if selection.selection_set:  # type: ignore[attr-defined] # no spread
                    sets.append((selection.selection_set, inside))  # type: ignore[attr-defined]
        return shape

    def _enter(self, node: FieldNode, around: int, shape: Shape) -> int:
        self.aliases += node.alias is not None
        self.values += values_in(node.arguments)
        shape.root_fields += around == 0
        shape.depth = max(shape.depth, around + 1)
        if node.name.value in _INTROSPECTION:
            self.introspects = True
            return _UNCOUNTED
        return around + 1

    def _count(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        if not directives:
            return
        self.directives += len(directives)
        self.values += sum(values_in(directive.arguments) for directive in directives)
        self.directives_per_field = max(self.directives_per_field, len(directives))


def _whole(shape: Shape, fragments: dict[str, Shape]) -> Shape:
    for name, around in shape.spreads:
        if spread := fragments.get(name):  # unknown and cyclic ones are validation's to report
            shape.depth = max(shape.depth, around + spread.depth)
            if around == 0:
                shape.root_fields = min(shape.root_fields + spread.root_fields, _LARGEST)
    return shape
