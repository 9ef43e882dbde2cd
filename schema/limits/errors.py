"""Why a document is refused, one class for each limit."""

from typing import ClassVar, Self

from app.errors import OneGraphError


class LimitExceeded(OneGraphError):
    """Base of the refusals that a measure and its limit explain.

    Attributes:
        unit: what is counted, as the message says it.
        setting: the variable that sets the limit.
        mend: what the caller can do.
    """

    unit: ClassVar[str]
    setting: ClassVar[str]
    mend: ClassVar[str] = "Split the document"

    @classmethod
    def over(cls, limit: int, found: int) -> Self:
        """The refusal of ``found``."""
        return cls(
            f"The document has {found} {cls.unit}; {limit} are allowed.",
            f"{cls.mend}, or have the operator raise {cls.setting}.",
        )


class DocumentTooLarge(LimitExceeded):
    """A text that is too long to be read."""

    code = "DOCUMENT_TOO_LARGE"
    unit, setting = "bytes", "ONE_DOCUMENT_BYTES"
    mend = "Pass values as variables"


class TooManyTokens(LimitExceeded):
    """A text of too many words and signs."""

    code = "TOO_MANY_TOKENS"
    unit, setting = "tokens", "ONE_QUERY_TOKENS"
    mend = "Pass values as variables"

    @classmethod
    def beyond(cls, limit: int) -> Self:
        """The refusal of what was not read to its end."""
        return cls(
            f"The document has more than {limit} tokens.",
            f"{cls.mend}, or have the operator raise {cls.setting}.",
        )


class TooManyOperations(LimitExceeded):
    """A document that holds a whole library of operations."""

    code = "TOO_MANY_OPERATIONS"
    unit, setting = "operations", "ONE_QUERY_OPERATIONS"


class QueryTooDeep(LimitExceeded):
    """Fields in fields in fields."""

    code = "QUERY_TOO_DEEP"
    unit, setting = "levels of fields", "ONE_QUERY_DEPTH"
    mend = "Begin nearer to what you need"

    @classmethod
    def unreadable(cls) -> Self:
        """The refusal of what is nested so deeply that reading it was given up."""
        return cls(
            "The document is nested too deeply to be read.",
            "Nest fields, lists and types less deeply.",
        )


class TooManyRootFields(LimitExceeded):
    """An operation that asks for too much at once."""

    code = "TOO_MANY_ROOT_FIELDS"
    unit, setting = "root fields", "ONE_QUERY_ROOT_FIELDS"


class TooManyAliases(LimitExceeded):
    """The same fields again and again, under other names."""

    code = "TOO_MANY_ALIASES"
    unit, setting = "aliases", "ONE_QUERY_ALIASES"


class TooManyDirectives(LimitExceeded):
    """Directives all over."""

    code = "TOO_MANY_DIRECTIVES"
    unit, setting = "directives", "ONE_QUERY_DIRECTIVES"


class TooManyDirectivesPerField(LimitExceeded):
    """Directives in a heap."""

    code = "TOO_MANY_DIRECTIVES_PER_FIELD"
    unit, setting = "directives at one place", "ONE_QUERY_DIRECTIVES_PER_FIELD"
    mend = "Leave out those that repeat"


class TooManyValues(LimitExceeded):
    """Arguments that are written out where variables belong."""

    code = "TOO_MANY_VALUES"
    unit, setting = "values in its arguments", "ONE_QUERY_VALUES"
    mend = "Pass values as variables"


class QueryTooComplex(OneGraphError):
    """Fields and fragments that overlap so often that checking them takes too long."""

    code = "QUERY_TOO_COMPLEX"

    @classmethod
    def make(cls) -> Self:
        """The refusal."""
        return cls(
            "The document selects the same fields, or spreads fragments, too often to be checked.",
            "Select each field once, and split the document.",
        )


class QueryTooCostly(OneGraphError):
    """An operation whose price is over the limit."""

    code = "QUERY_TOO_COSTLY"

    @classmethod
    def over(cls, limit: int, price: int) -> Self:
        """The refusal, with both figures."""
        return cls(
            f"The operation costs {price}; {limit} is allowed.",
            "Ask for smaller pages and fewer nested lists, "
            "or have the operator raise ONE_QUERY_COST.",
        )


class IntrospectionDisabled(OneGraphError):
    """A question about the schema, to a server that does not answer these."""

    code = "INTROSPECTION_DISABLED"
