"""What of a plugin is called."""

from collections.abc import Sequence
from typing import Any

from sandbox.errors import CapabilityUnknown
from sandbox.trial.plan import TrialPlan
from sandbox.worker.call import Call, CallKind
from sandbox.worker.probe import Capability

_MOST_ACTIONS = 20
_SHOWN = 20


def calls_of(plan: TrialPlan, capabilities: Sequence[Capability]) -> list[Call]:
    """Give the calls of a plan, once each.

    Raises:
        CapabilityUnknown: the plugin has nothing of that name; the message lists what it has.
    """
    if plan.action is None:
        actions = [each for each in capabilities if each.kind == CallKind.ACTION]
        return [_call(plan, CallKind.ACTION, each.name) for each in actions[:_MOST_ACTIONS]]
    for each in capabilities:
        if each.name == plan.action and each.kind == CallKind.ROUTE:
            verb, _, path = each.name.partition(" ")
            return [_call(plan, CallKind.ROUTE, path, verb)]
        if each.name == plan.action and each.kind in {*CallKind} - {CallKind.SERVICE}:
            return [_call(plan, CallKind(each.kind), each.name)]
        method = plan.action.removeprefix(f"{each.name}.")
        if each.kind == CallKind.SERVICE and method in each.methods:
            return [_call(plan, CallKind.SERVICE, each.name, method)]
    raise CapabilityUnknown(plan.action, list(_names(capabilities))[:_SHOWN])


def _call(plan: TrialPlan, kind: CallKind, name: str, method: str | None = None) -> Call:
    params: dict[str, Any] | None = plan.params if isinstance(plan.params, dict) else None
    args: list[Any] | None = plan.params if isinstance(plan.params, list) else None
    return Call(kind, name, method, params=params, args=args, text=plan.text)


def _names(capabilities: Sequence[Capability]) -> list[str]:
    names = []
    for each in capabilities:
        if each.kind == CallKind.SERVICE:
            names += [f"{each.name}.{method}" for method in each.methods]
        elif each.kind in set(CallKind):
            names.append(each.name)
    return names
