"""From a text to a document, within bounds."""

from graphql import DocumentNode, GraphQLSyntaxError, parse

from schema.limits.errors import DocumentTooLarge, QueryTooDeep, TooManyTokens
from schema.limits.limits import Limits

_TOO_MANY = "Syntax Error: Document contains more than"
_TOO_DEEP = "Syntax Error: Document is nested too deeply"


def read(text: str, limits: Limits) -> DocumentNode:
    """Parse; what is too large is given up at the limit, before a tree of it is built.

    Raises:
        DocumentTooLarge, TooManyTokens, QueryTooDeep: it is over a limit.
        GraphQLSyntaxError: it is no GraphQL.
    """
    size = len(text) if text.isascii() else len(text.encode(errors="replace"))
    if size > limits.document_bytes:
        raise DocumentTooLarge.over(limits.document_bytes, size)
    try:
        return parse(text, max_lexical_tokens=limits.query_tokens, max_comments=limits.query_tokens)
    except GraphQLSyntaxError as error:
        if error.message.startswith(_TOO_MANY):
            raise TooManyTokens.beyond(limits.query_tokens) from None
        if error.message.startswith(_TOO_DEEP):
            raise QueryTooDeep.unreadable() from None
        raise
