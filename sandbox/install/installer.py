"""Turns a package of a registry into an artefact that a worker can load."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.install.artifact import Artifact, assembled
from sandbox.install.artifact_store import ArtifactStore
from sandbox.install.bundled_artifact import with_bundle
from sandbox.install.errors import InstallErrorCode, InstallFailed
from sandbox.install.limits import InstallLimits
from sandbox.install.package_spec import is_exact_version, is_package_name, is_version_request
from sandbox.install.progress import Progress, ProgressMeter, Stage
from sandbox.install.staging import Staging
from sandbox.install.upload import Upload
from sandbox.node_process import Event, NodeProcessFailed, run_script

OnProgress = Callable[[Progress], Awaitable[None]]

HOST_SUPPLIES = ("@elizaos/core", "@ai16z/eliza")

_logger = logging.getLogger(__name__)


class Installer:
    """Installs plugin versions into one artefact store, each of them once."""

    def __init__(
        self,
        store: ArtifactStore,
        cache: Path,
        limits: InstallLimits | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare to install.

        Args:
            store: where artefacts go.
            cache: folder of npm's cache, kept from one installation to the next.
            limits: what an installation may take.
            environment: what npm's configuration is read from; this process's own by default.
        """
        self._store = store
        self._cache = cache
        self._limits = limits or InstallLimits()
        self._environment = environment

    async def install(
        self,
        name: str,
        version: str | None,
        on_progress: OnProgress,
        upload: Upload | None = None,
    ) -> Artifact:
        """The artefact of a plugin version; a version that the store has costs no network.

        Args:
            name: of the package.
            version: exact version, range or tag; the tag ``latest`` by default.
            on_progress: told every step, about twenty times a second at most.
            upload: what to take instead of the registry's; the version is then exact.

        Raises:
            InstallFailed: with the stage, a code and a hint. Nothing is left behind.
        """
        wanted = version or "latest"
        _check(name, wanted)
        meter = ProgressMeter(on_progress)
        artifact = self._store.find(name, wanted) if is_exact_version(wanted) else None
        if artifact is None:
            artifact = await self._assemble(name, wanted, meter, upload)
        await meter.finish(f"{artifact.packages} packages, {artifact.bytes / 1e6:.1f} MB")
        return artifact

    async def _assemble(
        self, name: str, wanted: str, meter: ProgressMeter, upload: Upload | None
    ) -> Artifact:
        try:
            async with asyncio.timeout(self._limits.seconds), self._store.staging() as staging:
                request = self._request(name, wanted, staging, upload)
                return await self._run(name, request, staging, meter)
        except TimeoutError as error:
            raise _timed_out(meter.stage, self._limits.seconds) from error
        except NodeProcessFailed as error:
            _logger.exception("The installer of %s@%s crashed", name, wanted)
            raise _crashed(meter.stage) from error

    async def _run(
        self, name: str, request: dict[str, Any], staging: Staging, meter: ProgressMeter
    ) -> Artifact:
        events = run_script(
            "installer/main.mjs",
            request,
            cwd=staging.folder,
            environment=self._environment,
            inherited=[staging.lock],
        )
        async with aclosing(events):
            async for event in events:
                if found := await self._handle(name, event, staging, meter):
                    return found
        raise _crashed(meter.stage)

    async def _handle(
        self, name: str, event: Event, staging: Staging, meter: ProgressMeter
    ) -> Artifact | None:
        match event["event"]:
            case "progress":
                await meter.update(Stage(event["stage"]), event["fraction"], event["message"])
            case "resolved":
                return self._store.find(name, event["version"])
            case "installed":
                sealed = assembled(staging.content, event["artifact"])
                artifact = await with_bundle(sealed, HOST_SUPPLIES)
                return await self._store.publish(staging, artifact)
            case "failed":
                raise _failed(event)
        return None

    def _request(
        self, name: str, wanted: str, staging: Staging, upload: Upload | None
    ) -> dict[str, Any]:
        return {
            "name": name,
            "wanted": wanted,
            "upload": upload and upload.as_request(),
            "cache": str(self._cache.resolve()),
            "project": str(staging.project),
            "content": str(staging.content),
            "leftOut": HOST_SUPPLIES,
            "limits": asdict(self._limits),
        }


def _check(name: str, wanted: str) -> None:
    if not is_package_name(name):
        raise InstallFailed(
            Stage.RESOLVING,
            InstallErrorCode.INVALID_NAME,
            f"{name[:214]!r} cannot be the name of a package.",
            "A name reads plugin or @scope/plugin: letters, digits, '-', '_', '.' and '~'.",
        )
    if not is_version_request(wanted):
        raise InstallFailed(
            Stage.RESOLVING,
            InstallErrorCode.INVALID_VERSION,
            f"{wanted[:100]!r} is no version.",
            "Give a version such as 1.7.2, a range such as ^1.7.0, or a tag such as latest.",
        )


def _failed(event: Event) -> InstallFailed:
    code = InstallErrorCode(event["code"])
    return InstallFailed(Stage(event["stage"]), code, event["message"], event["hint"])


def _timed_out(stage: Stage, seconds: float) -> InstallFailed:
    return InstallFailed(
        stage,
        InstallErrorCode.TIMED_OUT,
        f"The installation took more than {seconds:g} seconds.",
        "Try again; what was downloaded is kept.",
    )


def _crashed(stage: Stage) -> InstallFailed:
    return InstallFailed(
        stage,
        InstallErrorCode.INTERNAL,
        "The installer stopped unexpectedly.",
        "Try again; the log of the server says more.",
    )
