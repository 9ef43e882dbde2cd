"""The mutation ``setPluginPolicy``."""

import strawberry

from app.auth.permission import Permission
from app.ontology.plugin_policy import PluginPolicy
from schema.access import Needs
from schema.context import Info
from schema.errors import AnswersErrors
from schema.group import Group
from schema.set_plugin_policy import (
    SetPluginPolicyInput,
    SetPluginPolicyPayload,
    SetPluginPolicyResult,
)


@strawberry.mutation(
    description="Say what a group asks of plugins. What is installed stays as it is.",
    extensions=[Needs(Permission.MANAGE_PLUGINS), AnswersErrors()],
)
async def set_plugin_policy(info: Info, input: SetPluginPolicyInput) -> SetPluginPolicyResult:  # noqa: A002 - Relay's name
    """Set a policy."""
    policy = PluginPolicy.model_construct(  # judged once the caller is
        block=sorted({kind.value for kind in input.block or ()}),
        ask=sorted({kind.value for kind in input.ask or ()}),
        cool_down_hours=input.cool_down_hours,
        signed_only=input.signed_only,
        one_shot=input.one_shot,
    )
    group = await info.context.services.policies.set(info.context.caller, str(input.group), policy)
    return SetPluginPolicyPayload(group=Group.of(group))
