"""The requests that plugins made."""
