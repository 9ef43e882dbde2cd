"""The protocol ``graphql-transport-ws``."""
