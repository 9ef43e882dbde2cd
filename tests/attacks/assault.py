"""Running an attack against a real worker, and judging from outside what it got."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.isolation import Isolation
from sandbox.errors import SandboxError
from sandbox.limits import MEBIBYTE, Limits
from sandbox.worker.call import Call, CallKind, Json, WorkerSpec
from sandbox.worker.plugin_worker import describe_call, load_plugin
from sandbox.worker.worker import Worker
from tests.attacks.attack import Attack
from tests.attacks.bait import Bait
from tests.attacks.plugin import write_attack
from tests.attacks.watch import Watch
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


async def assault(attack: Attack, bait: Bait, folder: Path) -> Outcome:
    """Run an attack in a worker of its own, then look at what is left."""
    artifact = write_attack(folder, attack)
    worker = await Worker.start(Isolation.find(), artifact, LIMITS)
    try:
        async with Watch(worker.pid, LIMITS) as watch:
            loot, ending = await _attack(worker, attack, artifact, bait)
            await watch.aftermath(attack.aftermath)
    finally:
        await worker.close()
    got = [f"loot: {str(loot)[:80]}"] if loot else []
    return Outcome(attack.title, (*got, *watch.exceeded, *bait.damage()), ending)


async def _attack(worker: Worker, attack: Attack, artifact: Path, bait: Bait) -> tuple[Json, str]:
    spec = WorkerSpec(artifact, {}, agent_id="attack", agent_name="Attack")
    call = Call(CallKind.SERVICE, "hostile", method="attack", args=[bait.describe()])
    loop = asyncio.get_running_loop()
    try:
        await load_plugin(worker, spec, LIMITS, Listener())
        began = loop.time()
        answer = await worker.request(
            "call",
            {"call": describe_call(call)},
            timeout_seconds=attack.seconds,
            observer=Listener(),
        )
    except SandboxError as error:
        late = loop.time() - began - attack.seconds
        return (f"{late:.1f} s more than it had" if late > 2 else None), error.message[:200]
    except Exception as error:
        return f"the host failed: {error!r}", ""
    return answer.result, "answered"
