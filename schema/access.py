"""Who may see a type and call a field: declared where these are defined, enforced in one place.

A type's declaration covers its plain fields and is checked once an object, when the executor
completes it (``schema.executor``). A root field declares one of its own.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension
from strawberry.types.field import StrawberryField

from app.auth.caller import Caller
from app.auth.permission import GRANTS, Permission
from app.auth.principal import Principal
from app.ontology.role import Role
from schema.context import Context
from schema.live import while_allowed

Policy: TypeAlias = Callable[[Principal, Any], bool]
Rule: TypeAlias = Callable[[Context, Any], Awaitable[bool]]
Type = TypeVar("Type", bound=type)

SELF = "self"
POLICY = "__access_policy__"


def everyone(_principal: Principal, _source: object) -> bool:
    """The policy of what is public, or covered by what holds it."""
    return True


def _declare(cls: Type, policy: Policy, sentence: str | None) -> Type:
    setattr(cls, POLICY, policy)
    definition = cls.__strawberry_definition__  # type: ignore[attr-defined] # Strawberry sets it
    if sentence:
        definition.description = f"{definition.description} {sentence}"
    return cls


def public(cls: Type) -> Type:
    """Anyone may see objects of this type."""
    return _declare(cls, everyone, None)


def covered(cls: Type) -> Type:
    """A value without a life of its own: whoever sees what holds it sees it."""
    return _declare(cls, everyone, None)


def needs(permission: Permission, *, or_public: bool = False) -> Callable[[Type], Type]:
    """Seen with ``permission`` in the group that the object names in ``group_id``.

    ``or_public``: one without a group belongs to the public catalogue, and is seen by everyone.
    """

    def allows(principal: Principal, source: Any) -> bool:
        if source.group_id is None:
            return or_public
        return principal.may(permission, source.group_id)

    public_ones = "; without a group, by everyone" if or_public else ""
    sentence = f"Seen by {_roles(permission)} of its group{public_ones}."
    return lambda cls: _declare(cls, allows, sentence)


def seen_by(policy: Policy, sentence: str) -> Callable[[Type], Type]:
    """Seen by those for whom ``policy`` holds; ``sentence`` says who that is."""
    return lambda cls: _declare(cls, policy, sentence)


class Declared(FieldExtension):
    """What a field says about who may call it; each root field has exactly one."""

    sentence: str | None = None

    def apply(self, field: StrawberryField) -> None:
        """Tell it in the field's description, once."""
        if self.sentence and not (field.description or "").endswith(self.sentence):
            field.description = f"{field.description} {self.sentence}"


class Open(Declared):
    """Anyone may call; what comes out is judged by its own type."""


class SignedIn(Declared):
    """Anyone with a valid token may call."""

    sentence = "Needs a token."

    async def resolve_async(  # type: ignore[override] # a field may have an argument `source`
        self,
        next_: AsyncExtensionResolver,
        source: Any,
        info: strawberry.Info[Context, None],
        /,
        **kwargs: Any,
    ) -> Any:
        """Refuse strangers."""
        info.context.principal.require_person()
        return await next_(source, info, **kwargs)


class Needs(Declared):
    """Only for those with a permission in a group.

    ``of`` names the argument that holds the group's id (left out by the client: the public
    catalogue, open to all) or is ``SELF``: the object is the group. Without ``of``, the body
    finds out which group it is and checks with ``info.context.caller``; it cannot forget.
    """

    def __init__(self, permission: Permission, of: str | None = None) -> None:
        self.permission = permission
        self._of = of
        where = " in the group" if permission not in GRANTS[Role.PLATFORM_OWNER] else ""
        self.sentence = f"Needs {_roles(permission)}{where}."

    async def resolve_async(  # type: ignore[override] # a field may have an argument `source`
        self,
        next_: AsyncExtensionResolver,
        source: Any,
        info: strawberry.Info[Context, None],
        /,
        **kwargs: Any,
    ) -> Any:
        """Check before the body, or make sure that the body did."""
        context = info.context
        caller = Caller(context.principal, self.permission)
        group = str(source.id) if self._of == SELF else kwargs.get(self._of or "")
        if group is not None:
            caller.require(str(group))
        if self._of is None:
            context.caller = caller
        result: Any = next_(source, info, **kwargs)
        if isinstance(result, AsyncGenerator):
            return while_allowed(result, context, caller)
        answer = await result
        if self._of is None and not caller.checked:
            raise RuntimeError(f"{info.field_name} answered without a check of its caller")
        return answer


class ShownTo(Declared):
    """A field that is null except for those for whom ``rule`` holds."""

    def __init__(self, rule: Rule, sentence: str) -> None:
        self._rule = rule
        self.sentence = sentence

    async def resolve_async(  # type: ignore[override] # a field may have an argument `source`
        self,
        next_: AsyncExtensionResolver,
        source: Any,
        info: strawberry.Info[Context, None],
        /,
        **kwargs: Any,
    ) -> Any:
        """Answer, or hide."""
        allowed = await self._rule(info.context, source)
        return await next_(source, info, **kwargs) if allowed else None


def _roles(permission: Permission) -> str:
    return " or ".join(role.name for role, granted in GRANTS.items() if permission in granted)
