"""What a new schema takes from clients: ``python -m schema.compare < OLD.graphql``."""

import sys

from graphql import build_schema
from graphql.utilities import find_breaking_changes

from app.asgi import graph_schema


def main() -> None:
    """Name each change since the schema on standard input that can break a client."""
    old = build_schema(sys.stdin.read())
    new = build_schema(graph_schema().as_str())
    changes = [change.description for change in find_breaking_changes(old, new)]
    sys.stdout.write("\n".join(changes or ["No change breaks clients."]) + "\n")


if __name__ == "__main__":
    main()
