"""The errors that mutations answer with, one type for each class of ``app.errors``."""

from typing import Any

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension
from strawberry.types import get_object_definition
from strawberry.types.field import StrawberryField

from app import errors
from app.ontology import errors as graph_errors
from schema.access import covered
from schema.interfaces import UserError


@covered
@strawberry.type(description="No token, where one is needed.")
class Unauthenticated(UserError):
    """A stranger calls."""


@covered
@strawberry.type(description="Your role does not include this.")
class NotAllowed(UserError):
    """The caller's role is too small."""


@covered
@strawberry.type(description="An id that is unknown, or not yours to see: one answer.")
class NotFound(UserError):
    """Nothing of that id."""


@covered
@strawberry.type(description="A value of the wrong shape, size or range.")
class InvalidInput(UserError):
    """A bad value."""


@covered
@strawberry.type(description="Neither the catalogue nor the registry has this plugin.")
class PluginNotFound(UserError):
    """No such plugin."""


@covered
@strawberry.type(description="A version that does not exist, or cannot run here.")
class VersionIncompatible(UserError):
    """No such version."""


@covered
@strawberry.type(description="The npm registry, or the index of names, cannot be reached.")
class RegistryUnavailable(UserError):
    """No registry."""


@covered
@strawberry.type(description="Too many calls; the hint says what to wait for.")
class RateLimited(UserError):
    """Too fast."""


@covered
@strawberry.type(description="The plan's executions of the day are used up.")
class QuotaExceeded(UserError):
    """Too much."""


@covered
@strawberry.type(description="The object is in a state that does not allow this.")
class InvalidState(UserError):
    """Not now."""


@covered
@strawberry.type(description="The group already has an instance of that name.")
class NameTaken(UserError):
    """Another has the name."""


@covered
@strawberry.type(description="A setting that is a secret, and secrets are not kept in settings.")
class SecretInSettings(UserError):
    """A secret in the wrong place."""


@covered
@strawberry.type(description="The group's policy has an owner accept what was found first.")
class FindingsNotAccepted(UserError):
    """A plugin that waits for an owner's word."""


@covered
@strawberry.type(description="The platform owner withdrew the version from everybody.")
class VersionRevoked(UserError):
    """A version that may not run."""


@covered
@strawberry.type(description="What is there is not what was signed.")
class SignatureInvalid(UserError):
    """A signature that does not hold."""


@covered
@strawberry.type(description="The plugin has nothing of that kind and name; the hint lists some.")
class CapabilityNotFound(UserError):
    """Nothing to call."""


@covered
@strawberry.type(description="Another group has that slug; slugs are unique over all groups.")
class SlugTaken(UserError):
    """Another group has the address."""


@covered
@strawberry.type(description="The group has a connection of that type between the two already.")
class AlreadyConnected(UserError):
    """Once is enough."""


@covered
@strawberry.type(description="The person belongs to the group already.")
class AlreadyMember(UserError):
    """A member cannot join."""


@covered
@strawberry.type(description="The group would be left without an owner.")
class LastOwner(UserError):
    """Nobody else owns the group."""


@covered
@strawberry.type(description="The group is as full as it may be; the hint names the setting.")
class LimitReached(UserError):
    """No more room."""


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
    errors.VersionRevoked: VersionRevoked,
    errors.FindingsNotAccepted: FindingsNotAccepted,
    errors.SignatureInvalid: SignatureInvalid,
    errors.CapabilityNotFound: CapabilityNotFound,
    graph_errors.SlugTaken: SlugTaken,
    graph_errors.AlreadyConnected: AlreadyConnected,
    graph_errors.AlreadyMember: AlreadyMember,
    graph_errors.LastOwner: LastOwner,
    graph_errors.LimitReached: LimitReached,
}


class AnswersErrors(FieldExtension):
    """Turns the errors that a mutation's union lists into its answer."""

    def apply(self, field: StrawberryField) -> None:
        """Tell of the argument ``input`` what its type tells."""
        for argument in field.arguments:
            argument.description = get_object_definition(argument.type, strict=True).description

    async def resolve_async(  # type: ignore[override] # a field may have an argument `source`
        self,
        next_: AsyncExtensionResolver,
        source: Any,
        info: strawberry.Info,
        /,
        **kwargs: Any,
    ) -> Any:
        """Run the mutation; an error outside its union stays an error."""
        try:
            return await next_(source, info, **kwargs)
        except errors.OneGraphError as error:
            answer = _TYPES.get(type(error))
            if answer is None or answer.__name__ not in _union_members(info):
                raise
            name = info.operation.name.value if info.operation.name else None
            info.context.services.metrics.error_answered(name, error.code)
            return answer(code=error.code, message=error.message, hint=error.hint)


def _union_members(info: strawberry.Info) -> set[str]:
    union: Any = info._raw_info.return_type
    return {member.name for member in getattr(union, "of_type", union).types}
