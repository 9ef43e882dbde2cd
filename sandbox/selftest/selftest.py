"""Attacks on a real worker: what ``one-graph doctor`` shows."""

import asyncio
import re
from dataclasses import dataclass, replace

from sandbox.boundary.isolation import Isolation
from sandbox.boundary.seccomp import system_call_number
from sandbox.boundary.tried_isolation import TriedIsolation
from sandbox.errors import SandboxError
from sandbox.limits import MEBIBYTE, Limits
from sandbox.node_runtime import NODE_SOURCES
from sandbox.selftest.attack import (
    MEMORY_ATTACK,
    PLUGIN_ATTACKS,
    SYSTEM_CALL_ATTACKS,
    Attack,
    SystemCallAttack,
)
from sandbox.selftest.filtered import attempt
from sandbox.worker.call import Call, CallKind, WorkerSpec
from sandbox.worker.observer import SilentObserver
from sandbox.worker.plugin_worker import describe_call, load_plugin
from sandbox.worker.worker import Worker

_ARTIFACT = NODE_SOURCES / "worker" / "attacks"
_ATTACK_SECONDS = 10
_SMALL_MEMORY = 192 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class AttackOutcome:
    """What became of an attack; ``detail`` is the refusal, or what the attacker got."""

    name: str
    layer: str
    stopped: bool
    detail: str


@dataclass(frozen=True, slots=True)
class SelfTestReport:
    """What became of all attacks, and the isolation that they were tried in."""

    outcomes: list[AttackOutcome]
    tried: TriedIsolation

    @property
    def passed(self) -> bool:
        """Whether every attack was stopped by the layer that must stop it."""
        return all(outcome.stopped for outcome in self.outcomes)


async def self_test(limits: Limits) -> SelfTestReport:
    """Attack a real worker, and the filter around it, from inside.

    Raises:
        IsolationUnavailable: this machine cannot isolate workers.
    """
    isolation = await asyncio.to_thread(Isolation.find)
    small = replace(limits, memory_bytes=min(limits.memory_bytes, _SMALL_MEMORY))
    by_plugin, of_memory, by_call = await asyncio.gather(
        _attack_worker(isolation, PLUGIN_ATTACKS, limits),
        _attack_worker(isolation, (MEMORY_ATTACK,), small),
        asyncio.gather(*(_attack_filter(attack) for attack in SYSTEM_CALL_ATTACKS)),
    )
    outcomes = [*by_plugin, *of_memory, *by_call]
    return SelfTestReport(outcomes, TriedIsolation(isolation, limits))


async def _attack_worker(
    isolation: Isolation, attacks: tuple[Attack, ...], limits: Limits
) -> list[AttackOutcome]:
    spec = WorkerSpec(_ARTIFACT, {}, agent_id="self-test", agent_name="Self-test")
    worker = await Worker.start(isolation, _ARTIFACT, limits)
    try:
        await load_plugin(worker, spec, limits, SilentObserver())
        return [await _attack(worker, attack) for attack in attacks]
    finally:
        await worker.close()


async def _attack(worker: Worker, attack: Attack) -> AttackOutcome:
    call = Call(CallKind.SERVICE, "attacks", method=attack.method, args=list(attack.args))
    try:
        answer = await worker.request(
            "call",
            {"call": describe_call(call)},
            timeout_seconds=_ATTACK_SECONDS,
            observer=SilentObserver(),
        )
    except SandboxError as error:
        stopped = re.search(attack.refusal, error.message) is not None
        return AttackOutcome(attack.name, attack.layer, stopped, error.message)
    return AttackOutcome(attack.name, attack.layer, stopped=False, detail=str(answer.result))


async def _attack_filter(attack: SystemCallAttack) -> AttackOutcome:
    detail = await attempt(system_call_number(attack.system_call), *attack.args)
    return AttackOutcome(attack.name, attack.layer, detail == attack.refusal, detail)
