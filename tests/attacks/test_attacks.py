"""Every attack is stopped; nearly all still are when any one layer is missing.

``make attacks`` tries every attack without each layer; by default a layer meets the kinds of
attack that concern it, of many every other one.
"""

import os
from collections.abc import Collection, Sequence

import pytest

from tests.attacks.assault import Outcome
from tests.attacks.attack import Attack
from tests.attacks.battle import battle
from tests.attacks.catalogue import ATTACKS
from tests.attacks.explained import EXPLAINED
from tests.attacks.layers import Layer
from tests.attacks.table import CONTROL
from tests.attacks.world.gateway_layers import REMOVALS

WHOLE = os.environ.get("ATTACKS") == "all"
_LEAST_STOPPED = 0.9
_MANY = 20
_CONCERNS = {
    Layer.MOUNTS: {"files"},
    Layer.READ_ONLY: {"files"},
    Layer.USER: {"processes"},
    Layer.PIDS: {"processes", "environment"},
    Layer.NETWORK: {"sockets"},
    Layer.HOST: {"environment"},
    Layer.ENVIRONMENT: {"environment"},
    Layer.CAPABILITIES: {"processes"},
    Layer.SECCOMP: {"processes", "sockets", "native code"},
    Layer.NODE: {"processes", "native code", "inspector"},
    Layer.LIMITS: {"memory", "scratch"},
    Layer.CHANNEL: {"frames"},
    Layer.STOPPING: {"after the answer"},
    Layer.SCRATCH: {"scratch"},
    Layer.BYTES: {"descriptors"},
    Layer.SPELLING: {"addresses"},
    Layer.ALLOW_LIST: {"hosts"},
    Layer.ADDRESSES: {"addresses"},
    Layer.RESOLUTION: {"addresses"},
    Layer.READING: {"smuggling"},
    Layer.RULES: {"smuggling"},
    Layer.RATES: {"network floods"},
    Layer.METER: {"network floods"},
    Layer.BINDING: {"bound secrets"},
    Layer.TLS: {"bound secrets"},
    Layer.ANSWERS: {"bound secrets"},
    Layer.SCRUBBING: {"told secrets"},
    Layer.RECORDS: {"told secrets"},
}
_SUCCEEDING = (
    "files", "environment", "processes", "memory", "scratch", "sockets", "after the answer",
    "descriptors", "hosts", "addresses", "smuggling", "network floods", "bound secrets",
    "told secrets",
)  # fmt: skip


@pytest.fixture(scope="module")
async def outcomes(columns: dict[str, Sequence[Outcome]]) -> dict[str, Outcome]:
    found = await battle(ATTACKS)
    columns["nothing removed"] = found
    return {outcome.attack: outcome for outcome in found}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.title)
def test_it_is_stopped(outcomes: dict[str, Outcome], attack: Attack) -> None:
    outcome = outcomes[attack.title]
    assert outcome.got == (), outcome.ending


def test_no_two_attacks_have_one_name() -> None:
    assert len({attack.title for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.timeout(600)
async def test_where_nothing_stops_them_they_succeed(columns: dict[str, Sequence[Outcome]]) -> None:
    """Else none of these tests could fail."""
    columns[CONTROL] = found = []
    for kind in _SUCCEEDING:
        # What nobody reads gets no secrets put in, so that none could be given back.
        kept = () if kind == "smuggling" else (Layer.READING,)
        ours = await battle(_some({kind}), [layer for layer in Layer if layer not in kept])
        assert sum(not outcome.stopped for outcome in ours) > len(ours) / 2, kind
        found += ours


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("layer", Layer)
async def test_without_a_layer_others_hold(
    columns: dict[str, Sequence[Outcome]], layer: Layer
) -> None:
    chosen = _touched(layer) if WHOLE else _some(_CONCERNS[layer])
    found = await battle(chosen, [layer])
    columns[layer] = found
    got = {outcome.attack for outcome in found if not outcome.stopped}
    assert got <= set(EXPLAINED.get(layer, {}))
    assert len(got) <= (1 - _LEAST_STOPPED) * len(ATTACKS)


def _of(kinds: Collection[str]) -> list[Attack]:
    return [attack for attack in ATTACKS if attack.category in kinds]


def _some(kinds: Collection[str]) -> list[Attack]:
    """All of these kinds, or where not all is wanted and they are many, every other one."""
    found = _of(kinds)
    return found[::2] if len(found) > _MANY and not WHOLE else found


def _touched(layer: Layer) -> list[Attack]:
    """Attacks that a layer could stop: those of the gateway, of which most workers have none,
    could stop no others.
    """
    return [
        attack
        for attack in ATTACKS
        if attack.network or layer not in REMOVALS or layer is Layer.BYTES
    ]


def test_every_explanation_is_of_an_attack() -> None:
    titles = {attack.title for attack in ATTACKS}
    assert {title for each in EXPLAINED.values() for title in each} <= titles
