"""A version, judged by a group's policy."""

from collections.abc import Sequence
from datetime import timedelta

from app.catalog.version import PluginVersion, StoredFinding
from app.errors import PolicyBlocked, ReleaseTooNew
from app.ontology.plugin_policy import PluginPolicy
from app.record import now
from sandbox.install.signature import SignatureState

_SHOWN = 3


def check_policy(policy: PluginPolicy, version: PluginVersion) -> list[str]:
    """Let pass what the policy does not block; give the kinds that an owner has to accept.

    Raises:
        PolicyBlocked: names what was found, and where; or nobody signed it.
        ReleaseTooNew: says when the release will be old enough.
    """
    check_age(policy, version)
    _check_signature(policy, version)
    blocked = _of_kinds(version, policy.block)
    if blocked:
        raise PolicyBlocked(
            f"The group's policy blocks {version.name} {version.version}: {_shown(blocked)}.",
            "Choose another version, or change the policy with setPluginPolicy.",
        )
    return sorted({finding.kind for finding in _of_kinds(version, policy.ask)})


def check_age(policy: PluginPolicy, version: PluginVersion) -> None:
    """Let pass what is old enough, or of unknown age.

    Raises:
        ReleaseTooNew: says when it will be.
    """
    if not policy.cool_down_hours or version.published_at is None:
        return
    ready = version.published_at + timedelta(hours=policy.cool_down_hours)
    if now() < ready:
        raise ReleaseTooNew(
            f"{version.name} {version.version} is younger than {policy.cool_down_hours} hours.",
            f"It can be installed from {ready:%Y-%m-%d %H:%M} UTC on, or take an older version.",
        )


def _check_signature(policy: PluginPolicy, version: PluginVersion) -> None:
    state = version.signature.state if version.signature else SignatureState.UNAVAILABLE.value
    if policy.signed_only and state != SignatureState.VALID:
        raise PolicyBlocked(
            f"The signature of {version.name} {version.version} is {state}.",
            "Choose a version that is signed, or change the policy with setPluginPolicy.",
        )


def _of_kinds(version: PluginVersion, kinds: Sequence[str]) -> list[StoredFinding]:
    return [finding for finding in version.findings if finding.kind in kinds]


def _shown(findings: Sequence[StoredFinding]) -> str:
    places = [f"{each.kind} in {each.file}:{each.line or 1}" for each in findings[:_SHOWN]]
    more = len(findings) - len(places)
    return ", ".join(places) + (f" and {more} more" if more else "")
