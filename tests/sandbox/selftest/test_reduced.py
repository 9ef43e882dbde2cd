"""The weaker mode, which only an operator chooses."""

import os
from pathlib import Path

import pytest

from sandbox.egress.gateway import Gateway
from sandbox.errors import CallFailed
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.selftest.selftest import self_test
from sandbox.worker.call import WorkerSpec
from tests.sandbox.plugins import Listener, method, write_service

REDUCED = Limits(user_namespace=False)
GRANTS = Grants(
    account="reduced",
    permissions=frozenset({Permission.NETWORK_EXTERNAL}),
    allowed_hosts=("api.example.com",),
)
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="without a user namespace it takes root")


async def test_all_attacks_of_the_self_test_are_stopped_without_a_user_namespace() -> None:
    report = await self_test(REDUCED)
    assert [each for each in report.outcomes if not each.stopped] == []


@pytest.mark.parametrize(("limits", "user"), [(Limits(), 65534), (REDUCED, 0)])
async def test_it_is_another_user_who_runs_the_plugin(
    tmp_path: Path, limits: Limits, user: int
) -> None:
    pool = WorkerPool(limits)
    await pool.start()
    artifact = write_service(tmp_path / "p", "who() { return process.getuid(); }")
    spec = WorkerSpec(artifact, {}, agent_id="agent", agent_name="Agent")
    try:
        answer = await pool.call(
            "key", spec, method("who"), timeout_seconds=10, observer=Listener()
        )
    finally:
        await pool.close()
    assert answer.result == user


async def test_it_never_has_a_way_to_the_network(tmp_path: Path) -> None:
    gateway = Gateway()
    await gateway.start()
    pool = WorkerPool(REDUCED, doorkeeper=gateway)
    await pool.start()
    artifact = write_service(tmp_path / "p", "go() { return fetch('https://api.example.com'); }")
    spec = WorkerSpec(artifact, {}, agent_id="agent", agent_name="Agent", grants=GRANTS)
    try:
        with pytest.raises(CallFailed, match=r"EEGRESSDENIED.*is not granted"):
            await pool.call("key", spec, method("go"), timeout_seconds=10, observer=Listener())
    finally:
        await pool.close()
        await gateway.close()
