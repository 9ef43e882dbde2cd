"""A client that knows nothing but the schema, which it reads from the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

from tests.serving import GraphQLClient, Json

DEEP = 3


class SchemaReader:
    """Writes each operation itself: from a root field's name, and values for what it takes."""

    def __init__(self, client: GraphQLClient, schema: GraphQLSchema) -> None:
        self._client = client
        self._schema = schema

    @classmethod
    async def reading(cls, client: GraphQLClient) -> "SchemaReader":
        """A client that has just read the schema."""
        return cls(client, build_client_schema(await client.data(get_introspection_query())))

    async def query(self, name: str, /, **values: Json) -> Json:
        """The answer of a query."""
        return (await self._client.data(self._document("query", name, values), **values))[name]

    async def mutate(self, name: str, /, **values: Json) -> Json:
        """The answer of a mutation, whose input has these values."""
        given = {"input": values}
        return (await self._client.data(self._document("mutation", name, given), **given))[name]

    @asynccontextmanager
    async def subscribe(self, name: str, **values: Json) -> AsyncIterator[AsyncIterator[Json]]:
        """The updates of a subscription."""
        document = self._document("subscription", name, values)
        async with self._client.subscribe(document, **values) as updates:
            yield (update[name] async for update in updates)

    def described(self, root: str, name: str) -> str:
        """All that the schema says about a root field, its arguments and its input."""
        field = self._root(root).fields[name]
        texts = [field.description or ""]
        for argument in field.args.values():
            texts.append(argument.description or "")
            type_ = get_named_type(argument.type)
            if isinstance(type_, GraphQLInputObjectType):
                texts += [each.description or "" for each in type_.fields.values()]
        return "\n".join(texts)

    def _root(self, operation: str) -> GraphQLObjectType:
        root = getattr(self._schema, f"{operation}_type")
        assert isinstance(root, GraphQLObjectType)
        return root

    def _document(self, operation: str, name: str, values: dict[str, Any]) -> str:
        field = self._root(operation).fields[name]
        declared = ", ".join(f"${key}: {field.args[key].type}" for key in values)
        passed = ", ".join(f"{key}: ${key}" for key in values)
        head = (
            f"{operation} ({declared}) {{ {name}({passed})" if values else f"{operation} {{ {name}"
        )
        return f"{head} {self._selection(field, DEEP)} }}"

    def _selection(self, field: GraphQLField, depth: int) -> str:
        type_ = get_named_type(field.type)
        return "" if is_leaf_type(type_) else f"{{ {' '.join(self._fields(type_, depth))} }}"

    def _fields(self, type_: GraphQLNamedType, depth: int) -> list[str]:
        if isinstance(type_, GraphQLUnionType):
            payload, *_errors = type_.types
            inner = " ".join(self._fields(payload, depth))
            return ["__typename", f"... on {payload.name} {{ {inner} }}", _ERROR]
        chosen = ["__typename"] if is_abstract_type(type_) else []
        for name, field in getattr(type_, "fields", {}).items():
            if any(is_required_argument(argument) for argument in field.args.values()):
                continue
            leaf = is_leaf_type(get_named_type(field.type))
            if leaf or (depth and not field.args):
                chosen.append(f"{name} {self._selection(field, depth - 1)}")
        return chosen or ["__typename"]


_ERROR = "... on UserError { code message hint }"
