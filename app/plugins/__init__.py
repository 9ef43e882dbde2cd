"""Installed plugins: their life from installing to uninstalled."""
