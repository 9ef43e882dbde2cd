import json

from graphql import OperationDefinitionNode, parse

from app.graphiql.tour import Tab, tour


def operation(tab: Tab) -> OperationDefinitionNode:
    (definition,) = parse(tab.query).definitions
    assert isinstance(definition, OperationDefinitionNode)
    return definition


def test_each_tab_is_one_operation_named_by_its_step() -> None:
    for step, tab in enumerate(tour(), start=1):
        name = operation(tab).name
        assert name
        assert name.value.startswith(f"Tour{step}_")


def test_each_tab_begins_with_what_it_shows() -> None:
    for step, tab in enumerate(tour(), start=1):
        assert f"# Step {step}: " in tab.query[: tab.query.index("{")]


def test_the_first_tab_needs_no_variable() -> None:
    assert tour()[0].variables == ""


def test_variables_without_a_default_are_there_to_be_filled_in() -> None:
    for tab in tour():
        required = [
            definition.variable.name.value
            for definition in operation(tab).variable_definitions or ()
            if definition.default_value is None
        ]
        assert list(json.loads(tab.variables or "{}")) == required
