"""Every error code that somebody outside this code can meet, gathered from the code itself."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import app
import sandbox
from app.errors import OneGraphError, every_error
from sandbox.errors import SandboxError
from sandbox.install.errors import InstallErrorCode

ROOT = Path(__file__).parents[2]
# Codes without a class or enum of their own are written where they arise.
_IN_PYTHON = re.compile(r"""(?:\bcode=|"code": |CallFailed\(\s*|Allowance\(\s*)"([A-Z][A-Z_]+)\"""")
_IN_WORKER = re.compile(r"""(?:new Failure\(\s*|error\.code : )'([A-Z][A-Z_]+)'""")


def known_codes() -> set[str]:
    """The codes of both trees, of the installer, and those written in place."""
    return {*_of_classes(), *InstallErrorCode, *_in_python(), *_in_worker()}


def _of_classes() -> Iterator[str]:
    for package in (app, sandbox):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    errors: list[type[OneGraphError | SandboxError]] = [*every_error()]
    errors += SandboxError.__subclasses__()
    for error in errors:
        if "code" in vars(error):
            yield error.code


def _in_python() -> Iterator[str]:
    for folder in ("app", "schema", "resolvers", "subscriptions", "sandbox"):
        for file in (ROOT / folder).rglob("*.py"):
            if "node_modules" not in file.parts:
                yield from _IN_PYTHON.findall(file.read_text())


def _in_worker() -> Iterator[str]:
    for file in (ROOT / "sandbox" / "node" / "worker").rglob("*.mjs"):
        yield from _IN_WORKER.findall(file.read_text())
