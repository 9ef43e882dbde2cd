"""Running an attack against a real worker, and judging from outside what it got."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.isolation import Isolation
from sandbox.errors import CallFailed, SandboxError
from sandbox.grants.grants import NOTHING, Grants
from sandbox.limits import MEBIBYTE, Limits
from sandbox.worker.call import Call, CallKind, Json, WorkerSpec
from sandbox.worker.plugin_worker import describe_call, load_plugin
from sandbox.worker.worker import Worker
from tests.attacks.attack import Attack
from tests.attacks.bait import Bait
from tests.attacks.descriptors import Descriptors
from tests.attacks.plugin import write_attack
from tests.attacks.watch import Watch
from tests.attacks.world.verdict import verdict
from tests.attacks.world.world import World, describe
from tests.sandbox.plugins import Listener

LIMITS = Limits(memory_bytes=192 * MEBIBYTE, pids=32, value_bytes=4 * MEBIBYTE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attack.

    Attributes:
        attack: its title.
        got: what the attacker got or broke; empty: it was stopped.
        ending: how its call ended, in words.
    """

    attack: str
    got: tuple[str, ...]
    ending: str

    @property
    def stopped(self) -> bool:
        """Whether it got and broke nothing."""
        return not self.got


async def assault(attack: Attack, bait: Bait, folder: Path, world: World | None = None) -> Outcome:
    """Run an attack in a worker of its own, then look at what is left.

    Args:
        attack: what is tried.
        bait: what the host has to lose.
        folder: where the plugin is written to.
        world: the network, for attacks that were granted it.
    """
    artifact = write_attack(folder, attack)
    grants = world.grants() if world else NOTHING
    told = {**bait.describe(), **describe(grants)}
    heard = Listener()
    worker = await _start(artifact, grants, world)
    descriptors = Descriptors(worker, world)
    try:
        async with Watch(worker.pid, LIMITS) as watch:
            answer, ending = await _attack(worker, attack, artifact, told, heard)
            await watch.aftermath(attack.aftermath)
        taken = descriptors.taken()
    finally:
        await worker.close()
    if world:
        await world.settled()
    got = _loot(answer, granted=world is not None)
    got += verdict(world, grants, heard, answer, ending) if world else ()
    return Outcome(attack.title, (*got, *watch.exceeded, *bait.damage(), *taken), ending[:200])


async def _start(artifact: Path, grants: Grants, world: World | None) -> Worker:
    keeper = world.gateway if world else None
    return await Worker.start(Isolation.find(), artifact, LIMITS, grants=grants, doorkeeper=keeper)


def _loot(answer: Json, *, granted: bool) -> list[str]:
    """Who was granted the network says so when it has loot, and may return other things."""
    found = answer is True if granted else bool(answer)
    return [f"loot: {str(answer)[:80]}"] if found else []


async def _attack(
    worker: Worker, attack: Attack, artifact: Path, told: Json, heard: Listener
) -> tuple[Json, str]:
    spec = WorkerSpec(artifact, {}, agent_id="attack", agent_name="Attack", grants=worker.grants)
    call = Call(CallKind.SERVICE, "hostile", method="attack", args=[told])
    loop = asyncio.get_running_loop()
    try:
        await load_plugin(worker, spec, LIMITS, Listener())
        began = loop.time()
        answer = await worker.request(
            "call",
            {"call": describe_call(call)},
            timeout_seconds=attack.seconds,
            observer=heard,
        )
    except SandboxError as error:
        late = loop.time() - began - attack.seconds
        return (f"{late:.1f} s more than it had" if late > 2 else None), _words(error)
    except Exception as error:
        return f"the host failed: {error!r}", ""
    return answer.result, f"answered {answer.callbacks}"


def _words(error: SandboxError) -> str:
    """All that the owner of a plugin is told of an error."""
    more = f"{error.code} {error.stack}" if isinstance(error, CallFailed) else ""
    return f"{error.message} {more}"
