"""The executable schema, from its three roots."""

import logging
import secrets

import strawberry
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import ExecutionContext

from app.errors import OneGraphError
from schema.agent import Agent
from schema.generic_thing import GenericThing
from schema.operation_metrics import OperationMetrics
from schema.plugin_instance import PluginInstance

log = logging.getLogger(__name__)
_CACHED_DOCUMENTS = 512


class GraphSchema(strawberry.Schema):
    """The schema; errors that nobody foresaw reach the log whole, and clients as an id."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,  # noqa: ARG002 - overrides
    ) -> None:
        """Log what is unforeseen and hide it; errors of our tree pass as they are."""
        for error in errors:
            if error.original_error is None:
                error.extensions = _misfit(error) | (error.extensions or {})
            elif not isinstance(error.original_error, OneGraphError):
                mask(error)


def _misfit(error: GraphQLError) -> dict[str, str]:
    if isinstance(error, GraphQLSyntaxError):
        return {"code": "GRAPHQL_PARSE_FAILED"}
    return {"code": "GRAPHQL_VALIDATION_FAILED"}


def mask(error: GraphQLError) -> None:
    """Replace an unforeseen error's text by an id that the log holds."""
    reference = secrets.token_hex(8)
    log.error("error %s", reference, exc_info=error.original_error)
    error.message = f"Something went wrong here. Report it as {reference}."
    error.extensions = {"code": "INTERNAL", "id": reference}


def make_schema(query: type, mutation: type, subscription: type) -> GraphSchema:
    """Put the roots together."""
    return GraphSchema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=[PluginInstance, Agent, GenericThing],
        extensions=[_parser_cache, _validation_cache, OperationMetrics],
    )


def _parser_cache() -> ParserCache:
    return ParserCache(maxsize=_CACHED_DOCUMENTS)


def _validation_cache() -> ValidationCache:
    return ValidationCache(maxsize=_CACHED_DOCUMENTS)
