"""The mutation ``createTenant``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.group_service import NewGroup
from app.ontology.invitation import Invitation
from schema.access import Needs
from schema.context import Info
from schema.create_tenant import CreateTenantInput, CreateTenantPayload, CreateTenantResult
from schema.errors import AnswersErrors


@strawberry.mutation(
    description="Create a group that is part of no other, and invite its owner.",
    extensions=[Needs(Permission.CREATE_TENANT), AnswersErrors()],
)
async def create_tenant(info: Info, input: CreateTenantInput) -> CreateTenantResult:  # noqa: A002 - Relay's name
    """Create a top-level group."""
    owner = Invitation(input.owner.email, input.owner.username, input.owner.display_name)
    new = NewGroup(input.slug, input.name, input.type)
    groups = info.context.services.groups
    group = await groups.create_tenant(info.context.caller, new, input.plan, owner)
    return CreateTenantPayload(group_id=strawberry.ID(group.id), slug=group.slug)
