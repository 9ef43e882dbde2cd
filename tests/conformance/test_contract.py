"""Whatever the contract names and this schema declares means the same in both."""

from collections.abc import Iterator

from graphql import DocumentNode, EnumTypeDefinitionNode, FieldDefinitionNode, print_ast
from graphql.language import ast

Shapes = dict[str, str]

LATER_TYPES = {
    "Answer",
    "UpdatePluginInput",
    *("PluginHealth", "NotificationUpdate", "Notification"),
}
LATER = {
    *("Plugin.rating", "Plugin.trustScore", "PluginFilter.minRating"),
    *("PluginSort.RATING", "PluginSort.TRUST"),
    *("PluginInstance.updateAvailable", "PluginInstance.previousVersion"),
    "Query.askPlugins",
    *("Mutation.updatePlugin", "Mutation.rollbackPlugin"),
    *("Subscription.pluginHealth", "Subscription.notifications"),
}


def definitions(document: DocumentNode) -> dict[str, ast.TypeDefinitionNode]:
    found = (node for node in document.definitions if isinstance(node, ast.TypeDefinitionNode))
    return {node.name.value: node for node in found}


def members(name: str, node: ast.TypeDefinitionNode) -> Iterator[tuple[str, str]]:
    """Each field, argument, enum value and interface of a type, with its own type."""
    if isinstance(node, EnumTypeDefinitionNode):
        yield from ((f"{name}.{value.name.value}", "") for value in node.values or ())
    for interface in getattr(node, "interfaces", None) or ():
        yield f"{name} implements {interface.name.value}", ""
    for field in getattr(node, "fields", None) or ():
        yield f"{name}.{field.name.value}", print_ast(field.type)
        if isinstance(field, FieldDefinitionNode):
            for argument in field.arguments or ():
                path = f"{name}.{field.name.value}({argument.name.value})"
                yield path, print_ast(argument.type)


def shapes(document: DocumentNode) -> Shapes:
    return {
        path: type_
        for name, node in definitions(document).items()
        for path, type_ in members(name, node)
    }


def test_every_type_is_declared_except_those_to_come(
    contract: DocumentNode, declared: DocumentNode
) -> None:
    assert definitions(contract).keys() - definitions(declared).keys() == LATER_TYPES


def test_every_member_is_declared_except_those_to_come(
    contract: DocumentNode, declared: DocumentNode
) -> None:
    wanted = {
        path
        for path in shapes(contract).keys() - shapes(declared).keys()
        if not path.startswith(tuple(f"{name}{mark}" for name in LATER_TYPES for mark in ". "))
    }
    assert {path.partition("(")[0] for path in wanted} == LATER


def test_every_member_has_the_same_type(contract: DocumentNode, declared: DocumentNode) -> None:
    bound, ours = shapes(contract), shapes(declared)
    assert {path: ours[path] for path in bound.keys() & ours.keys()} == {
        path: bound[path] for path in bound.keys() & ours.keys()
    }


def test_what_clients_know_has_no_further_argument_or_field_that_is_required(
    contract: DocumentNode, declared: DocumentNode
) -> None:
    known = shapes(contract)
    inputs = {name for name in definitions(contract) if name.endswith("Input")}
    added = {path: type_ for path, type_ in shapes(declared).items() if path not in known}
    assert [
        path
        for path, type_ in added.items()
        if type_.endswith("!")
        and (path.partition("(")[0] in known or path.partition(".")[0] in inputs)
    ] == []
