"""What this machine offers for isolating plugins, and how to get what is missing."""

import shutil
import subprocess
from dataclasses import dataclass

from sandbox.boundary.cgroup import cgroup_version, create_cgroup
from sandbox.boundary.isolation import BUBBLEWRAP_REMEDY, BUILD_REMEDY, BUNDLE, namespace_remedies
from sandbox.boundary.seccomp import seccomp_program
from sandbox.browser.chromium import find_chromium
from sandbox.browser.errors import BrowserUnavailable
from sandbox.errors import IsolationUnavailable
from sandbox.limits import Limits
from sandbox.node_runtime import node_binary

_INSTRUCTION_BYTES = 8
_PROBE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that isolation needs; ``remedy`` is the command that gets it."""

    name: str
    ok: bool
    detail: str
    remedy: str | None = None


def survey() -> list[Finding]:
    """Look at each thing that isolation needs. Takes some milliseconds; starts programs."""
    checks = (_node, _bundle, _bubblewrap, _namespaces, _seccomp, _limits, _browser)
    return [check() for check in checks]


def _node() -> Finding:
    try:
        return Finding("node", ok=True, detail=str(node_binary()))
    except FileNotFoundError as error:
        return Finding("node", ok=False, detail=str(error), remedy=BUILD_REMEDY)


def _bundle() -> Finding:
    if (BUNDLE / "worker.mjs").is_file():
        return Finding("worker code", ok=True, detail="built")
    return Finding("worker code", ok=False, detail="not built", remedy=BUILD_REMEDY)


def _bubblewrap() -> Finding:
    path = shutil.which("bwrap")
    if path is None:
        return Finding("bubblewrap", ok=False, detail="not installed", remedy=BUBBLEWRAP_REMEDY)
    return Finding("bubblewrap", ok=True, detail=path)


def _namespaces() -> Finding:
    path = shutil.which("bwrap")
    if path is None:
        detail = "cannot be tried without bubblewrap"
        return Finding("user namespaces", ok=False, detail=detail, remedy=BUBBLEWRAP_REMEDY)
    command = [path, "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "true"]
    tried = subprocess.run(  # noqa: S603 - our own command line, no shell
        command, capture_output=True, text=True, check=False, timeout=_PROBE_SECONDS
    )
    if tried.returncode == 0:
        return Finding("user namespaces", ok=True, detail="can be created")
    detail = tried.stderr.strip()
    return Finding("user namespaces", ok=False, detail=detail, remedy=namespace_remedies())


def _seccomp() -> Finding:
    try:
        size = len(seccomp_program()) // _INSTRUCTION_BYTES
    except IsolationUnavailable as error:
        return Finding("seccomp", ok=False, detail=error.missing, remedy=error.remedy_command)
    return Finding("seccomp", ok=True, detail=f"filter of {size} instructions")


def _limits() -> Finding:
    try:
        create_cgroup(Limits()).remove()
    except OSError as error:
        detail = f"process limits and polling, because no cgroup can be written ({error})"
        return Finding("resource limits", ok=True, detail=detail)
    return Finding("resource limits", ok=True, detail=f"cgroup version {cgroup_version()}")


def _browser() -> Finding:
    """Few plugins use one, so none is no fault."""
    try:
        return Finding("browser", ok=True, detail=str(find_chromium().program))
    except BrowserUnavailable as unavailable:
        return Finding("browser", ok=True, detail=f"none. {unavailable}")
