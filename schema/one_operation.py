"""A document of several operations needs a name to choose by."""

from collections.abc import AsyncIterator

from graphql import GraphQLError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension


class OneOperation(SchemaExtension):
    """Refuses to guess which of several operations is meant."""

    async def on_parse(self) -> AsyncIterator[None]:
        """Look at the document once it is parsed."""
        yield
        context = self.execution_context
        if context.graphql_document is None or context._provided_operation_name is not None:
            return
        definitions = context.graphql_document.definitions
        if sum(isinstance(node, OperationDefinitionNode) for node in definitions) > 1:
            raise GraphQLError("Must provide operation name if query contains multiple operations.")
