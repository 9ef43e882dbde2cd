"""How an installation fails."""

from enum import StrEnum

from sandbox.install.progress import Stage


class InstallErrorCode(StrEnum):
    """Stable names of what can go wrong."""

    INVALID_NAME = "INVALID_NAME"
    INVALID_VERSION = "INVALID_VERSION"
    PLUGIN_NOT_FOUND = "PLUGIN_NOT_FOUND"
    VERSION_NOT_FOUND = "VERSION_NOT_FOUND"
    REGISTRY_UNAVAILABLE = "REGISTRY_UNAVAILABLE"
    TARBALL_NOT_FOUND = "TARBALL_NOT_FOUND"
    DEPENDENCY_CONFLICT = "DEPENDENCY_CONFLICT"
    INTEGRITY_MISMATCH = "INTEGRITY_MISMATCH"
    INVALID_TARBALL = "INVALID_TARBALL"
    SIGNATURE_INVALID = "SIGNATURE_INVALID"
    NO_CODE = "NO_CODE"
    TOO_LARGE = "TOO_LARGE"
    TIMED_OUT = "TIMED_OUT"
    DISK_FULL = "DISK_FULL"
    INTERNAL = "INTERNAL"


class InstallFailed(Exception):
    """An installation that ended without an artefact and left nothing behind."""

    def __init__(self, stage: Stage, code: InstallErrorCode, message: str, hint: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.code = code
        self.message = message
        self.hint = hint
