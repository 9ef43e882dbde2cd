"""ONE Graph: a GraphQL server that makes the elizaOS plugin ecosystem safe to use."""

__version__ = "0.1.0"
