"""The mutation ``chooseModels``."""

import strawberry

from app.auth.permission import Permission
from schema.access import Needs
from schema.choose_models import ChooseModelsInput, ChooseModelsPayload, ChooseModelsResult
from schema.context import Info
from schema.errors import AnswersErrors
from schema.group import Group


@strawberry.mutation(
    description="Say which plugin's models the plugins of a group use, each with the permission "
    "`models.use`. Texts are always embedded by the server's own model.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def choose_models(info: Info, input: ChooseModelsInput) -> ChooseModelsResult:  # noqa: A002 - Relay's name
    """Choose models."""
    instance = str(input.instance) if input.instance else None
    choices = info.context.services.models
    group = await choices.choose(info.context.caller, str(input.group), instance)
    return ChooseModelsPayload(group=Group.of(group))
