"""The price of an operation."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
    value_from_ast_untyped,
)

from schema.limits.fragments import in_order
from schema.limits.selections import Selections
from schema.limits.tariff import tariffs

_LARGEST = (1 << 53) - 1  # that every reader of JSON takes


class Pricer:
    """Prices operations by the tariffs of a schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._tariffs = tariffs(schema)
        kinds = ("query", "mutation", "subscription")
        roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
        self._roots = {kind: root.name for kind, root in zip(kinds, roots, strict=True) if root}

    def price(
        self, document: DocumentNode, operation: str | None, variables: Mapping[str, Any] | None
    ) -> int:
        """What an operation of a valid document costs, by the variables as they were sent.

        Each fragment is priced once, so the work grows with the document's length alone.
        What @skip and @include leave out is priced as if it were there.
        """
        node = get_operation_ast(document, operation)
        if node is None:
            return 0
        selections = Selections(self._tariffs, _defaults(node) | dict(variables or {}))
        for fragment in in_order(document):
            selections.add(fragment)
        whole = selections.price(node.selection_set, self._roots[node.operation.value])
        return min(whole.once, _LARGEST)


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    return {
        variable.variable.name.value: value_from_ast_untyped(variable.default_value)
        for variable in operation.variable_definitions or ()
        if variable.default_value
    }
