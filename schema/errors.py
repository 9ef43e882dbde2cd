"""The errors that mutations answer with, one type for each class of ``app.errors``."""

from typing import Any

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension

from app import errors
from schema.interfaces import UserError


@strawberry.type(description="No token, where one is needed.")
class Unauthenticated(UserError):
    """A stranger calls."""


@strawberry.type(description="Your role does not include this.")
class NotAllowed(UserError):
    """The caller's role is too small."""


@strawberry.type(description="An id that is unknown, or not yours to see: one answer.")
class NotFound(UserError):
    """Nothing of that id."""


@strawberry.type(description="A value of the wrong shape, size or range.")
class InvalidInput(UserError):
    """A bad value."""


@strawberry.type(description="Neither the catalogue nor the registry has this plugin.")
class PluginNotFound(UserError):
    """No such plugin."""


@strawberry.type(description="A version that does not exist, or cannot run here.")
class VersionIncompatible(UserError):
    """No such version."""


@strawberry.type(description="The npm registry, or the index of names, cannot be reached.")
class RegistryUnavailable(UserError):
    """No registry."""


@strawberry.type(description="Too many calls; the hint says what to wait for.")
class RateLimited(UserError):
    """Too fast."""


@strawberry.type(description="The plan's executions of the day are used up.")
class QuotaExceeded(UserError):
    """Too much."""


@strawberry.type(description="The object is in a state that does not allow this.")
class InvalidState(UserError):
    """Not now."""


@strawberry.type(description="The group already has an instance of that name.")
class NameTaken(UserError):
    """Another has the name."""


@strawberry.type(description="A setting that is a secret, and secrets are not kept in settings.")
class SecretInSettings(UserError):
    """A secret in the wrong place."""


@strawberry.type(description="The plugin has nothing of that kind and name; the hint lists some.")
class CapabilityNotFound(UserError):
    """Nothing to call."""


_TYPES: dict[type[errors.OneGraphError], type[UserError]] = {
    errors.Unauthenticated: Unauthenticated,
    errors.NotAllowed: NotAllowed,
    errors.NotFound: NotFound,
    errors.InvalidInput: InvalidInput,
    errors.PluginNotFound: PluginNotFound,
    errors.VersionIncompatible: VersionIncompatible,
    errors.RegistryUnavailable: RegistryUnavailable,
    errors.RateLimited: RateLimited,
    errors.QuotaExceeded: QuotaExceeded,
    errors.InvalidState: InvalidState,
    errors.NameTaken: NameTaken,
    errors.SecretInSettings: SecretInSettings,
    errors.CapabilityNotFound: CapabilityNotFound,
}


class AnswersErrors(FieldExtension):
    """Turns the errors that a mutation's union lists into its answer."""

    async def resolve_async(
        self,
        next_: AsyncExtensionResolver,
        source: Any,  # noqa: ANN401 - as Strawberry declares it
        info: strawberry.Info,
        **kwargs: Any,  # noqa: ANN401 - as Strawberry declares it
    ) -> Any:  # noqa: ANN401 - as Strawberry declares it
        """Run the mutation; an error outside its union stays an error."""
        try:
            return await next_(source, info, **kwargs)
        except errors.OneGraphError as error:
            answer = _TYPES.get(type(error))
            if answer is None or answer.__name__ not in _union_members(info):
                raise
            return answer(code=error.code, message=error.message, hint=error.hint)


def _union_members(info: strawberry.Info) -> set[str]:
    union: Any = info._raw_info.return_type
    return {member.name for member in getattr(union, "of_type", union).types}
