"""What the doctor says about this machine."""

from pathlib import Path

import pytest

from sandbox.errors import IsolationUnavailable
from sandbox.limits import Limits
from sandbox.pool.pool import WorkerPool
from sandbox.selftest.survey import survey


def test_everything_isolation_needs_is_looked_at() -> None:
    findings = {finding.name: finding.ok for finding in survey()}
    assert findings == {
        "node": True,
        "worker code": True,
        "bubblewrap": True,
        "user namespaces": True,
        "seccomp": True,
        "resource limits": True,
        "browser": True,
    }


async def test_without_bubblewrap_nothing_starts_and_the_command_that_mends_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IsolationUnavailable) as error:
        await WorkerPool(Limits()).start()
    assert error.value.remedy_command == "sudo apt-get install --yes bubblewrap"
    missing = {finding.name: finding.remedy for finding in survey() if not finding.ok}
    assert missing["bubblewrap"] == error.value.remedy_command


async def test_a_bubblewrap_that_may_not_isolate_is_not_worked_around(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IsolationUnavailable, match="No permissions to create new namespace"):
        await WorkerPool(Limits()).start()
