"""A document held against its limits, before it is held against the schema."""

from graphql import DocumentNode

from schema.limits.errors import (
    IntrospectionDisabled,
    QueryTooDeep,
    TooManyAliases,
    TooManyDirectives,
    TooManyDirectivesPerField,
    TooManyOperations,
    TooManyRootFields,
    TooManyValues,
)
from schema.limits.limits import Limits
from schema.limits.measures import Measures


def check(document: DocumentNode, limits: Limits) -> None:
    """Let pass what is within every limit.

    Raises:
        LimitExceeded: one of its classes, for the first limit that is exceeded.
        IntrospectionDisabled: it asks for the schema, and that is switched off.
    """
    found = Measures.of(document)
    for error, measure, limit in (
        (TooManyOperations, found.operations, limits.query_operations),
        (TooManyAliases, found.aliases, limits.query_aliases),
        (QueryTooDeep, found.depth, limits.query_depth),
        (TooManyRootFields, found.root_fields, limits.query_root_fields),
        (TooManyDirectives, found.directives, limits.query_directives),
        (
            TooManyDirectivesPerField,
            found.directives_per_field,
            limits.query_directives_per_field,
        ),
        (TooManyValues, found.values, limits.query_values),
    ):
        if measure > limit:
            raise error.over(limit, measure)
    if found.introspects and not limits.introspection:
        raise IntrospectionDisabled(
            "This server does not tell its schema.",
            "Read schema.graphql in its repository; __typename is always answered.",
        )
