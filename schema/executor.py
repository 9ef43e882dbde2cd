"""Execution that shows objects only to those who may see them."""

from typing import Any

from graphql import GraphQLObjectType, GraphQLOutputType, is_non_null_type
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from app.errors import NotFound
from schema.access import POLICY, Policy, everyone


class Hidden(NotFound):
    """An object that the caller may not see: the same answer as for one that does not exist."""


class AccessExecutor(StrawberryGraphQLCoreExecutionContext):
    """Checks the declared policy of each object's type, once, before any of its fields."""

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete an object that the caller may see.

        Raises:
            Hidden: the caller may not.
        """
        policy = policy_of(return_type)
        if policy is not everyone and not policy(self.context_value.principal, result):
            raise Hidden.here()
        return super().complete_object_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def handle_field_error(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_details_list: Any,
        path: Any,
    ) -> None:
        """Let what is hidden be null without a word, where null is possible."""
        if isinstance(raw_error, Hidden) and not is_non_null_type(return_type):
            return
        super().handle_field_error(raw_error, return_type, field_details_list, path)


def policy_of(type_: GraphQLObjectType) -> Policy:
    """What a type declares.

    Raises:
        KeyError: it declares nothing.
    """
    policy = _policies.get(type_.name)
    if policy is None:
        policy = _policies[type_.name] = _declared(type_)
    return policy


_policies: dict[str, Policy] = {}


def _declared(type_: GraphQLObjectType) -> Policy:
    definition = type_.extensions.get("strawberry-definition")
    if definition is None:  # introspection's own types
        return everyone
    template = definition.concrete_of or definition  # Edge of EventEdge
    policy: Policy = vars(template.origin)[POLICY]
    return policy
