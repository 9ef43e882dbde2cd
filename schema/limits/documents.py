"""Documents that were read, held against limits and schema, and are remembered."""

from sys import getsizeof

from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate

from app.bounded_cache import BoundedCache
from app.errors import OneGraphError
from schema.limits.check import check
from schema.limits.errors import QueryTooComplex
from schema.limits.limits import Limits
from schema.limits.reading import read
from schema.limits.rules import RULES

_CACHE_BYTES = 16 << 20
_TOKEN_BYTES = 600  # of memory, measured: a token, its node and its place
_ABORTED = "Validation aborted."


class InvalidDocument(Exception):
    """A document that does not fit the schema; ``errors`` say why."""

    def __init__(self, document: DocumentNode, errors: list[GraphQLError]) -> None:
        super().__init__(errors)
        self.document = document
        self.errors = errors


class Documents:
    """Reads and judges documents; the valid ones among the latest are judged once."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        self._valid: BoundedCache[DocumentNode] = BoundedCache(_CACHE_BYTES)

    def document(self, text: str, suggestions: bool) -> DocumentNode:
        """The document of ``text``; ``suggestions``: errors may name what is like a wrong name.

        Raises:
            LimitExceeded, QueryTooComplex, IntrospectionDisabled: it is refused.
            GraphQLSyntaxError: it is no GraphQL.
            InvalidDocument: it does not fit the schema.
        """
        known = self._valid.get(text)
        if known is not None:
            return known
        document = read(text, self._limits)
        check(document, self._limits)
        self._validate(document, suggestions)
        self._valid.put(text, document, _bytes(text, document))
        return document

    def accepts(self, text: str) -> bool:
        """Whether ``text`` is a valid document within the limits."""
        try:
            self.document(text, suggestions=False)
        except (OneGraphError, GraphQLError, InvalidDocument):
            return False
        return True

    def _validate(self, document: DocumentNode, suggestions: bool) -> None:
        errors = validate(
            self._schema,
            document,
            RULES,
            max_errors=self._limits.query_errors,
            hide_suggestions=not suggestions,
        )
        if any(error.message == _ABORTED for error in errors):
            raise QueryTooComplex.make()
        if errors:
            raise InvalidDocument(document, errors)


def _bytes(text: str, document: DocumentNode) -> int:
    return 2 * getsizeof(text) + _TOKEN_BYTES * document.token_count
