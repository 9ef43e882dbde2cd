"""The tour: operations of ``tour.graphql``, each for a tab of GraphiQL."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphql import OperationDefinitionNode, parse

SOURCE = Path(__file__).with_name("tour.graphql")


@dataclass(frozen=True, slots=True)
class Tab:
    """One operation with the comments above it; ``variables`` is JSON."""

    query: str
    variables: str


@cache
def tour() -> tuple[Tab, ...]:
    """The tour's operations in the order of the file."""
    source = SOURCE.read_text(encoding="utf-8")
    tabs = []
    start = 0
    for operation in parse(source).definitions:
        if not isinstance(operation, OperationDefinitionNode) or operation.loc is None:
            raise TypeError(f"{SOURCE.name} holds operations only")
        end = operation.loc.end
        tabs.append(Tab(source[start:end].strip() + "\n", _blank_variables(operation)))
        start = end
    return tuple(tabs)


def _blank_variables(operation: OperationDefinitionNode) -> str:
    """Every variable without a default, empty: the page fills in the ids that it has seen."""
    names = [
        definition.variable.name.value
        for definition in operation.variable_definitions or ()
        if definition.default_value is None
    ]
    return json.dumps(dict.fromkeys(names, ""), indent=2) if names else ""
