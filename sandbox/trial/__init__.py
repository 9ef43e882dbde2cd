"""Trying a plugin from a local folder or tarball, without a server or a database."""
