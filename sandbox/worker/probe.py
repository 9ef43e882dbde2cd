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
class ServiceProblem:
    """A service that did not start, and why."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What was learnt from loading a plugin, without settings and network.

    Attributes:
        loaded: it exports a plugin and loads.
        is_plugin: False: it loads, and is something else, such as a library.
        initialised: it registered on a runtime that then initialised.
        reason: why not, or which settings it asks for; for whoever chooses plugins.
        detail: where in the code; for the plugin's author.
        services_not_started: what else did not start.
        repairs: what loading it needed.
        load_ms: milliseconds that importing it took.
        config_settings: the keys of its export's ``config`` with the types of their values.
        observed_settings: the settings that its own code read.
        further_kinds: of which it may register more once it has its settings.
    """

    loaded: bool
    reason: str | None = None
    is_plugin: bool = True
    initialised: bool = False
    detail: str | None = None
    services_not_started: list[ServiceProblem] = field(default_factory=list)
    plugin_name: str = ""
    description: str = ""
    repairs: list[str] = field(default_factory=list)
    load_ms: float = 0
    capabilities: list[Capability] = field(default_factory=list)
    config_settings: dict[str, str] = field(default_factory=dict)
    observed_settings: list[str] = field(default_factory=list)
    further_kinds: list[str] = field(default_factory=list)


_REPORT = TypeAdapter(ProbeReport)


async def probe(artifact: Path, limits: Limits, *, bundled: bool = False) -> ProbeReport:
    """Load and initialise a plugin once, without settings, in a worker of its own.

    Where it is to be ``bundled`` its bundle is loaded, not what that was made of.

    Raises:
        ArtifactMissing: there is no plugin in the folder.
        IsolationUnavailable: this machine cannot isolate workers.
    """
    spec = WorkerSpec(artifact, {}, agent_id="probe", agent_name="Probe", bundled=bundled)
    worker = await Worker.start(Isolation.find(), artifact, limits)
    try:
        answer = await inspect_plugin(worker, spec, limits)
        # A plugin can forge the answer, and so misreport itself, but not its form.
        return _REPORT.validate_python(answer)
    except (CallFailed, WorkerDied) as error:
        return ProbeReport(loaded=False, reason=error.message)
    except ValidationError as error:
        return ProbeReport(loaded=False, reason=f"It reports what no plugin can have: {error}")
    finally:
        await worker.close()
