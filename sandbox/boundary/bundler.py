"""The isolation around the bundler, which reads what strangers wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.boundary.isolation import BUILD_REMEDY, Isolation
from sandbox.errors import IsolationUnavailable
from sandbox.limits import Limits
from sandbox.node_runtime import NODE_SOURCES

_REQUIRE = """import { createRequire as oneGraphRequire } from 'node:module';
const require = oneGraphRequire(import.meta.url);"""
_OPTIONS = (
    *("--bundle", "--platform=node", "--format=esm", "--target=node24", "--keep-names"),
    *("--conditions=", "--tsconfig-raw={}", "--log-level=silent", f"--banner:js={_REQUIRE}"),
)


@dataclass(frozen=True, slots=True)
class BundlerIsolation(Isolation):
    """As for a worker, with esbuild in Node's place; it prints one file made of an entry's.

    ``external`` packages are left to be imported.
    """

    esbuild: Path = Path()
    external: tuple[str, ...] = ()

    @classmethod
    def around(cls, isolation: Isolation, external: tuple[str, ...]) -> "BundlerIsolation":
        """The same parts, and esbuild.

        Raises:
            IsolationUnavailable: esbuild is not installed.
        """
        found = next(NODE_SOURCES.glob("node_modules/@esbuild/*/bin/esbuild"), None)
        if found is None:
            raise IsolationUnavailable("esbuild is not installed", BUILD_REMEDY)
        return cls(isolation.bubblewrap, isolation.node, isolation.libraries, found, external)

    def _started(self, _limits: Limits, _ends: Mapping[str, int], program: str) -> list[str]:
        external = (f"--external:{name}" for name in self.external)
        return ["/esbuild", f"/plugin/{program}", *_OPTIONS, *external]

    @property
    def programs(self) -> list[tuple[Path, str]]:
        """The bundler alone, which needs no library."""
        return [(self.esbuild, "/esbuild")]
