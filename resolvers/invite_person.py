"""The mutation ``invitePerson``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.invitation import Invitation
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.invite_person import InvitePersonInput, InvitePersonPayload, InvitePersonResult
from schema.membership import Membership


@strawberry.mutation(
    description="Let somebody belong to a group, at once. Somebody new can sign in once the "
    "address is verified, or with a token of the operator.",
    extensions=[Needs(Permission.MANAGE_GROUP), AnswersErrors()],
)
async def invite_person(info: Info, input: InvitePersonInput) -> InvitePersonResult:  # noqa: A002 - Relay's name
    """Invite a person."""
    invitation = Invitation(input.email, input.username, input.display_name)
    people, caller = info.context.services.people, info.context.caller
    membership = await people.invite(caller, str(input.group), invitation, input.role)
    return InvitePersonPayload(membership=Membership.of(membership))
