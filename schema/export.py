"""Printing the schema: ``python -m schema.export > schema/schema.graphql``."""

import sys

from app.asgi import graph_schema


def main() -> None:
    """Write the whole schema to standard output."""
    sys.stdout.write(f"{graph_schema().as_str()}\n")


if __name__ == "__main__":
    main()
