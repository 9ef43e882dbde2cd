"""The one tree of errors that people meet: each has a code, a message and a hint."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

CONFIDENTIAL = ("KEY", "KEYS_PREVIOUS", "KEY_COMMAND", "TOKEN", "URI", "URL")
LONGEST_TEXT = 2_000  # messages repeat what was given, and that may fill a whole request


class OneGraphError(Exception):
    """Base of every error with a meaning outside this code.

    Attributes:
        code: stable name for programs, also the page in ``docs/errors/``.
        message: what is wrong, with the value that was given; cut after ``LONGEST_TEXT``.
        hint: what would be right, or the command that mends it; cut likewise.
    """

    code: ClassVar[str]

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.message = _cut(message)
        self.hint = hint and _cut(hint)
        super().__init__(self.message)

    @property
    def extensions(self) -> dict[str, Any]:
        """What GraphQL clients find beside the message."""
        return {"code": self.code} | ({"hint": self.hint} if self.hint else {})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


class InvalidSetting(OneGraphError):
    """A ``ONE_*`` variable that the server cannot start with."""

    code = "INVALID_SETTING"

    @classmethod
    def from_validation(cls, error: ValidationError, prefix: str) -> "InvalidSetting":
        """Name every wrong variable in one message."""
        lines = [_describe(problem, prefix) for problem in error.errors(include_url=False)]
        return cls("\n".join(lines), hint="Correct the environment and start again.")


def _describe(problem: ErrorDetails, prefix: str) -> str:
    text = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return text
    name = prefix + "_".join(str(part) for part in problem["loc"]).upper()
    value = "..." if name.endswith(CONFIDENTIAL) else repr(problem["input"])
    return f"{name}={value}: {text}"


class Unauthenticated(OneGraphError):
    """No token where one is needed, or a token that does not hold."""

    code = "UNAUTHENTICATED"


class NotAllowed(OneGraphError):
    """The caller's role does not include this."""

    code = "NOT_ALLOWED"


class NotFound(OneGraphError):
    """An id that does not exist, or that the caller may not see."""

    code = "NOT_FOUND"

    @classmethod
    def of(cls, noun: str, key: str) -> "NotFound":
        """The same answer for what is unknown and what belongs to another group."""
        return cls(f"There is no {noun} {key!r}.", "Ids come from this API's own answers.")

    @classmethod
    def here(cls) -> Self:
        """The same answer for what is gone and what the caller may not see."""
        return cls("What belongs here does not exist, or is not yours to see.")


class InvalidInput(OneGraphError):
    """A value of the wrong shape, size or range."""

    code = "INVALID_INPUT"


class PluginNotFound(OneGraphError):
    """A plugin that neither the catalogue nor the registry knows."""

    code = "PLUGIN_NOT_FOUND"


class InvalidPluginStructure(OneGraphError):
    """A package that is no elizaOS plugin, or has no code."""

    code = "INVALID_PLUGIN_STRUCTURE"


class VersionIncompatible(OneGraphError):
    """A version that does not exist or cannot run here."""

    code = "VERSION_INCOMPATIBLE"


class RegistryUnavailable(OneGraphError):
    """The npm registry, or the index of names, cannot be reached."""

    code = "REGISTRY_UNAVAILABLE"


class CapabilityNotFound(OneGraphError):
    """The plugin has no action, provider, service, method or model of that name."""

    code = "CAPABILITY_NOT_FOUND"


class RateLimited(OneGraphError):
    """Too many calls; the hint says when the next one is possible.

    Attributes:
        retry_after: seconds until then; None: it depends on the end of something.
    """

    code = "RATE_LIMITED"

    def __init__(
        self, message: str, hint: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after

    @property
    def extensions(self) -> dict[str, Any]:
        """What GraphQL clients find beside the message, ``retryAfter`` among it."""
        known = {"retryAfter": self.retry_after} if self.retry_after is not None else {}
        return super().extensions | known


class QuotaExceeded(OneGraphError):
    """The plan's executions of the day are used up."""

    code = "QUOTA_EXCEEDED"


class InvalidState(OneGraphError):
    """The instance or execution is not in a state that allows this."""

    code = "INVALID_STATE"


class NameTaken(OneGraphError):
    """The group already has an instance of that name."""

    code = "NAME_TAKEN"


class SecretInSettings(OneGraphError):
    """A setting that looks like a secret, where secrets must not be kept."""

    code = "SECRET_IN_SETTINGS"


class PolicyBlocked(OneGraphError):
    """A plugin that a group's policy does not let in."""

    code = "POLICY_BLOCKED"


class ReleaseTooNew(OneGraphError):
    """A release that a group's policy has wait."""

    code = "RELEASE_TOO_NEW"


class FindingsNotAccepted(OneGraphError):
    """A plugin with findings that an owner has not accepted yet."""

    code = "FINDINGS_NOT_ACCEPTED"


class VersionRevoked(OneGraphError):
    """A version that the platform owner withdrew from everybody."""

    code = "VERSION_REVOKED"

    @classmethod
    def of(cls, plugin: str, version: str, reason: str) -> Self:
        """Name it, and why."""
        return cls(
            f"{plugin} {version} was revoked: {reason}",
            "Install another version: installPlugin takes one as `version`.",
        )


class InvalidTarball(OneGraphError):
    """An upload that is no package."""

    code = "INVALID_TARBALL"


class SignatureInvalid(OneGraphError):
    """A package, or what was installed of it, that is not what was signed."""

    code = "SIGNATURE_INVALID"


class SecretUnreadable(OneGraphError):
    """A stored secret that no given key decrypts."""

    code = "SECRET_UNREADABLE"


class SecretsInBody(OneGraphError):
    """Secrets sent along with a call."""

    code = "SECRETS_IN_BODY"


class CursorExpired(OneGraphError):
    """A position that the stored history no longer reaches."""

    code = "CURSOR_EXPIRED"


class SlowConsumer(OneGraphError):
    """A subscriber that fell too far behind; it can resume from its last cursor."""

    code = "SLOW_CONSUMER"


class IsolationUnavailable(OneGraphError):
    """This machine cannot isolate plugins, so none is run."""

    code = "ISOLATION_UNAVAILABLE"


class DataDirInUse(OneGraphError):
    """Another server holds the data folder."""

    code = "DATA_DIR_IN_USE"


class InsecurePermissions(OneGraphError):
    """A folder or file of keys and data that other users of the machine can read."""

    code = "INSECURE_PERMISSIONS"


class ServiceUnavailable(OneGraphError):
    """A service that the server needs does not answer."""

    code = "SERVICE_UNAVAILABLE"


def every_error(base: type[OneGraphError] = OneGraphError) -> Iterable[type[OneGraphError]]:
    """All error classes, for documentation and checks."""
    for child in base.__subclasses__():
        yield child
        yield from every_error(child)
