"""Packages that come from no registry: reading and signing them."""
