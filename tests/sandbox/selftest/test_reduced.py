"""The weaker mode, which only an operator chooses."""

import os

import pytest

from sandbox.limits import Limits
from sandbox.selftest.selftest import self_test


@pytest.mark.skipif(os.geteuid() != 0, reason="without a user namespace it takes root")
async def test_all_attacks_of_the_self_test_are_stopped_without_a_user_namespace() -> None:
    report = await self_test(Limits(user_namespace=False))
    assert [each for each in report.outcomes if not each.stopped] == []
