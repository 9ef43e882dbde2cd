"""The real schema, under the limits that hold by default."""

import pytest

from app.asgi import graph_schema
from schema.schema import GraphSchema


@pytest.fixture(scope="session")
def schema() -> GraphSchema:
    return graph_schema()
