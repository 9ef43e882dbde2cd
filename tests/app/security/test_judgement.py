"""A version, judged by a group's policy."""

from datetime import timedelta

import pytest

from app.catalog.version import PluginVersion, StoredFinding
from app.errors import PolicyBlocked, ReleaseTooNew
from app.ontology.plugin_policy import PluginPolicy
from app.record import now
from app.security.judgement import check_age, check_policy


def found(kind: str) -> StoredFinding:
    return StoredFinding(
        kind=kind, severity="HIGH", package="", file="index.mjs", line=7, detail="x"
    )


def version(*kinds: str, hours_old: float | None = None) -> PluginVersion:
    published = None if hours_old is None else now() - timedelta(hours=hours_old)
    made: PluginVersion = PluginVersion.model_construct(
        plugin="thing_1",
        name="@a/b",
        version="1.2.3",
        published_at=published,
        findings=[found(kind) for kind in kinds],
    )
    return made


def test_without_a_policy_everything_passes() -> None:
    assert check_policy(PluginPolicy(), version("EVAL", hours_old=0)) == []


def test_what_is_blocked_is_named_with_its_place() -> None:
    policy = PluginPolicy(block=["EVAL"])
    with pytest.raises(
        PolicyBlocked, match=r"@a/b 1\.2\.3: (EVAL in index\.mjs:7(, )?){3} and 1 more"
    ) as it:
        check_policy(policy, version("EVAL", "EVAL", "FILES", "EVAL", "EVAL"))
    assert "setPluginPolicy" in str(it.value.hint)


def test_what_is_asked_for_is_given_once() -> None:
    policy = PluginPolicy(ask=["PROCESS", "EVAL"])
    assert check_policy(policy, version("EVAL", "PROCESS", "EVAL", "FILES")) == ["EVAL", "PROCESS"]


def test_a_release_waits_until_it_is_old_enough_and_is_told_until_when() -> None:
    policy = PluginPolicy(cool_down_hours=24)
    with pytest.raises(ReleaseTooNew, match="younger than 24 hours") as refusal:
        check_age(policy, version(hours_old=23))
    assert "UTC" in str(refusal.value.hint)
    check_age(policy, version(hours_old=25))
    check_age(policy, version())
