"""The step of every operation that admits it or refuses it."""

from collections.abc import Iterator
from typing import Protocol, cast

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension

from schema.limits.documents import Documents, InvalidDocument
from schema.limits.errors import QueryTooCostly
from schema.limits.limits import Limits
from schema.limits.pricing import Pricer


class Limited(Protocol):
    """A schema with limits."""

    limits: Limits
    documents: Documents
    pricer: Pricer


class Admission(SchemaExtension):
    """Takes the place of Strawberry's parsing and validation, and tells the price."""

    _errors: list[GraphQLError]

    def on_parse(self) -> Iterator[None]:
        """Read and judge the document, or take it from those that were judged."""
        context = self.execution_context
        known = context.context.principal.person is not None
        suggestions = known and self._schema.limits.introspection
        self._errors = []
        try:
            documents = self._schema.documents
            context.graphql_document = documents.document(context.query or "", suggestions)
        except InvalidDocument as invalid:
            context.graphql_document, self._errors = invalid.document, invalid.errors
        yield

    def on_validate(self) -> Iterator[None]:
        """Report what does not fit the schema, and refuse what is too dear."""
        context = self.execution_context
        context.pre_execution_errors = self._errors
        if not self._errors and context.graphql_document:
            limit = self._schema.limits.query_cost
            price = self._schema.pricer.price(
                context.graphql_document, context.operation_name, context.variables
            )
            context.extensions_results["cost"] = {"requested": price, "limit": limit}
            if price > limit:
                raise QueryTooCostly.over(limit, price)
        yield

    @property
    def _schema(self) -> Limited:
        return cast("Limited", self.execution_context.schema)
