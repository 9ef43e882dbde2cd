"""The executable schema, from its three roots."""

import logging
import secrets
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from app.errors import OneGraphError
from app.http.allowance import count_operation
from app.settings import Settings
from schema.agent import Agent
from schema.context import Context
from schema.executor import AccessExecutor
from schema.generic_thing import GenericThing
from schema.limits.admission import Admission
from schema.limits.documents import Documents
from schema.limits.limits import Limits
from schema.limits.pricing import Pricer
from schema.one_operation import OneOperation
from schema.operation_metrics import OperationMetrics
from schema.plugin_instance import PluginInstance
from schema.turn import TakesTurn

log = logging.getLogger(__name__)
_SUGGESTION = " Did you mean "
_LONGEST_MESSAGE = 1_000  # it may quote the document, which may be long
_MISFITS = (CannotGetOperationTypeError, InvalidOperationTypeError, MissingQueryError)


class GraphSchema(strawberry.Schema):
    """The schema; errors that nobody foresaw reach the log whole, and clients as an id."""

    def __init__(self, limits: Limits, **parts: Any) -> None:  # noqa: ANN401 - Strawberry's own
        super().__init__(**parts)
        self.limits = limits
        self.documents = Documents(self._schema, limits)
        self.pricer = Pricer(self._schema)

    async def _prepare_operation_async(
        self, context: ExecutionContext, extensions_runner: SchemaExtensionsRunner
    ) -> PreExecutionError | None:
        """Find the document, and refuse it as any error is told; a stream would break off."""
        try:
            count_operation(context.context.principal.id)
            context.query = await _document(context)
            return await super()._prepare_operation_async(context, extensions_runner)
        except GraphQLError as error:
            return PreExecutionError(data=None, errors=[error])
        except OneGraphError as error:
            refusal = GraphQLError(error.message, original_error=error)
            return PreExecutionError(data=None, errors=[refusal])

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Log what is unforeseen and hide it; errors of our tree pass as they are."""
        for error in errors:
            if _of_request(error):
                error.extensions = _misfit(error) | (error.extensions or {})
                secretive = execution_context and self._is_secretive(execution_context)
                text = error.message.partition(_SUGGESTION)[0] if secretive else error.message
                error.message = text[:_LONGEST_MESSAGE]
            elif not isinstance(error.original_error, OneGraphError):
                mask(error, execution_context.operation_name if execution_context else None)

    def _is_secretive(self, context: ExecutionContext) -> bool:
        """Whether errors must not name what the schema has."""
        return context.context.principal.person is None or not self.limits.introspection


async def _document(context: ExecutionContext) -> str:
    within: Context = context.context
    return await within.services.persisted.document_for(
        context.query, context.operation_extensions, within.principal.id
    )


def _of_request(error: GraphQLError) -> bool:
    """Whether the request is at fault: what goes wrong in a field has a path."""
    cause = error.original_error
    unexecuted = error.path is None and isinstance(cause, GraphQLError)  # a variable, for example
    return cause is None or unexecuted or isinstance(cause, _MISFITS)


def _misfit(error: GraphQLError) -> dict[str, str]:
    if isinstance(error, GraphQLSyntaxError):
        return {"code": "GRAPHQL_PARSE_FAILED"}
    return {"code": "GRAPHQL_VALIDATION_FAILED"}


def mask(error: GraphQLError, operation: str | None = None) -> None:
    """Replace an unforeseen error's text by an id that the log holds."""
    reference = secrets.token_hex(8)
    told = {"operation": operation} if operation else {}
    log.error("error %s", reference, exc_info=error.original_error, extra=told)
    error.message = f"Something went wrong here. Report it as {reference}."
    error.extensions = {"code": "INTERNAL", "id": reference}


def make_schema(query: type, mutation: type, subscription: type, settings: Settings) -> GraphSchema:
    """Put the roots together, under the limits of ``settings``."""
    return GraphSchema(
        Limits.of(settings),
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=[PluginInstance, Agent, GenericThing],
        execution_context_class=AccessExecutor,
        extensions=[Admission, OperationMetrics, OneOperation, TakesTurn],
    )
