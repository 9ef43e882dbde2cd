"""The built files of the page, served under names that change with their content."""

import json
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MOUNT_PATH = "/graphiql"
DIST = Path(__file__).with_name("dist")
HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; script-src 'self'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Addresses of what the page loads; ``workers`` by their label in the editor."""

    script: str
    style: str
    workers: dict[str, str]

    @classmethod
    def load(cls) -> "Bundle | None":
        """What is built now; None for nothing."""
        try:
            manifest = json.loads((DIST / "manifest.json").read_bytes())
        except FileNotFoundError:
            return None
        workers = {name: f"{MOUNT_PATH}/{file}" for name, file in manifest["scripts"].items()}
        return cls(workers.pop("page"), f"{MOUNT_PATH}/{manifest['style']}", workers)


class _ImmutableFiles(StaticFiles):
    async def check_config(self) -> None:
        """A folder that is not built yet has no files: 404, not an error."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(HEADERS)
        return response


def assets() -> Mount:
    """The route to the built files."""
    return Mount(MOUNT_PATH, _ImmutableFiles(directory=DIST, check_dir=False))
