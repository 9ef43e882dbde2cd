"""Plugins that stay up between calls."""
