"""Learning what a plugin offers by loading it once, isolated."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sandbox.boundary.isolation import Isolation
from sandbox.errors import CallFailed, WorkerDied
from sandbox.limits import Limits
from sandbox.worker.call import Json, WorkerSpec
from sandbox.worker.plugin_worker import inspect_plugin
from sandbox.worker.worker import Worker


@dataclass(frozen=True, slots=True)
class Capability:
    """Something a plugin offers: a ``CallKind``. Only services have methods."""

    kind: str
    name: str
    description: str
    similes: list[str]
    examples: Json
    parameters: Json
    methods: list[str]


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What was learnt from loading a plugin.

    Where ``loaded`` is false, ``reason`` says why; where it is true, ``reason`` says what of the
    plugin did not start without settings, if anything. ``config_settings`` are the keys of its
    export's ``config`` with the types of their values, ``observed_settings`` the settings that its
    own code read. ``repairs`` is what loading it needed.
    """

    loaded: bool
    reason: str | None
    plugin_name: str = ""
    description: str = ""
    repairs: list[str] = field(default_factory=list)
    capabilities: list[Capability] = field(default_factory=list)
    config_settings: dict[str, str] = field(default_factory=dict)
    observed_settings: list[str] = field(default_factory=list)


_REPORT = TypeAdapter(ProbeReport)


async def probe(artifact: Path, limits: Limits) -> ProbeReport:
    """Load and initialise a plugin once, without settings, in a worker of its own.

    Raises:
        ArtifactMissing: there is no plugin in the folder.
        IsolationUnavailable: this machine cannot isolate workers.
    """
    spec = WorkerSpec(artifact, {}, agent_id="probe", agent_name="Probe")
    worker = await Worker.start(Isolation.find(), artifact, limits)
    try:
        answer = await inspect_plugin(worker, spec, limits)
        # A plugin can forge the answer, and so misreport itself, but not its form.
        return _REPORT.validate_python({"loaded": True, **answer})
    except (CallFailed, WorkerDied) as error:
        return ProbeReport(loaded=False, reason=error.message)
    except ValidationError as error:
        return ProbeReport(loaded=False, reason=f"It reports what no plugin can have: {error}")
    finally:
        await worker.close()
