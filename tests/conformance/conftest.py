"""The schema that this server has, and the part of it that clients rely on."""

from pathlib import Path

import pytest
from graphql import DocumentNode, parse

from app.asgi import graph_schema


@pytest.fixture(scope="session")
def declared() -> DocumentNode:
    """Our own schema."""
    return parse(graph_schema().as_str())


@pytest.fixture(scope="session")
def contract() -> DocumentNode:
    """The binding names, arguments and types."""
    return parse((Path(__file__).parent / "contract.graphql").read_text())
