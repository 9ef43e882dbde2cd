"""Learning whether a plugin's bundle loads as the plugin does, and faster."""

from dataclasses import dataclass, replace
from pathlib import Path

from sandbox.install.bundled_artifact import BUNDLE
from sandbox.limits import Limits
from sandbox.worker.probe import ProbeReport, probe

_SLOW_MS = 100.0
_LEAST_GAIN_MS = 30.0
_LEAST_GAIN = 0.2


@dataclass(frozen=True, slots=True)
class BundleProbe:
    """What was learnt of a plugin, and whether to import its bundle."""

    report: ProbeReport
    bundled: bool


async def probe_with_bundle(artifact: Path, limits: Limits) -> BundleProbe:
    """Probe a plugin, and where it has a bundle and loads slowly both of them, twice in turn.

    The report is that of the plugin as it is, with the time of what is to be imported.

    Raises:
        ArtifactMissing: there is no plugin in the folder.
        IsolationUnavailable: this machine cannot isolate workers.
    """
    plain = await probe(artifact, limits)
    if not plain.loaded or plain.load_ms < _SLOW_MS or not (artifact / BUNDLE).is_file():
        return BundleProbe(plain, bundled=False)
    first = await probe(artifact, limits, bundled=True)
    if not _is_as_good(first, plain):
        return BundleProbe(plain, bundled=False)
    again = await probe(artifact, limits)
    second = await probe(artifact, limits, bundled=True)
    before = min(plain.load_ms, again.load_ms) if again.loaded else plain.load_ms
    after = min(first.load_ms, second.load_ms)
    gains = before - after >= max(_LEAST_GAIN_MS, before * _LEAST_GAIN)
    bundled = gains and _is_as_good(second, plain)
    return BundleProbe(replace(plain, load_ms=after if bundled else before), bundled)


def _is_as_good(bundle: ProbeReport, plain: ProbeReport) -> bool:
    """Whether it offers the same, and needs and lacks nothing more."""
    return (
        _offer(bundle) == _offer(plain)
        and set(bundle.repairs) <= set(plain.repairs)
        and set(bundle.services_not_started) <= set(plain.services_not_started)
    )


def _offer(report: ProbeReport) -> tuple[object, ...]:
    offered = sorted((each.kind, each.name, each.methods) for each in report.capabilities)
    start = (report.loaded, report.initialised, report.reason)
    return (*start, report.plugin_name, offered, report.config_settings, report.further_kinds)
