"""The GraphQL types: their fields, inputs, payloads and errors."""
