"""A registry on loopback, for the failures that a real one will not give."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote

from tests.sandbox.registry_signer import RegistrySigner

ORDINARY_CODE = {"index.js": "export default { name: 'ordinary' };"}


def packed(files: Mapping[str, str | tarfile.TarInfo], padding: int = 0) -> bytes:
    """A package's tarball; a ready-made TarInfo goes in as it is, and zeros may follow the end."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                tar.addfile(content)
            else:
                entry = tarfile.TarInfo(f"package/{path}")
                entry.size = len(content.encode())
                tar.addfile(entry, io.BytesIO(content.encode()))
    return gzip.compress(buffer.getvalue() + bytes(padding), 6, mtime=0)


def integrity_of(tarball: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()


class LocalRegistry:
    """Serves what is published to it, and fails where it is told to."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.requests: list[str] = []
        self._packuments: dict[str, dict[str, Any]] = {}
        self._tarballs: dict[str, bytes] = {}
        self._failures: dict[str, int] = {}
        self.signer: RegistrySigner | None = None

    def publish(
        self,
        name: str,
        files: Mapping[str, str | tarfile.TarInfo] | None = None,
        *,
        version: str = "1.0.0",
        integrity: str | None = None,
        tag: str = "latest",
        padding: int = 0,
        dist: Mapping[str, object] | None = None,
        published: str | None = None,
        **manifest: object,
    ) -> Self:
        manifest = {"name": name, "version": version, "type": "module", **manifest}
        tarball = packed(
            {"package.json": json.dumps(manifest), **(files or ORDINARY_CODE)}, padding
        )
        path = f"/{name}/-/{version}.tgz"
        self._tarballs[path] = tarball
        packument = self._packuments.setdefault(name, {"name": name, "versions": {}, "time": {}})
        if published:
            packument["time"][version] = published
        packument["dist-tags"] = {**packument.get("dist-tags", {}), tag: version}
        announced = integrity or integrity_of(tarball)
        signed = self.signer.sign(f"{name}@{version}:{announced}") if self.signer else {}
        packument["versions"][version] = {
            **manifest,
            "dist": {"tarball": self.address + path, "integrity": announced, **signed}
            | dict(dist or {}),
        }
        return self

    def fail(self, path: str, status: int) -> None:
        """Answer every request whose path starts like this with a status."""
        self._failures[path] = status

    def answer(self, path: str) -> tuple[int, bytes]:
        self.requests.append(path)
        for prefix, status in self._failures.items():
            if path.startswith(prefix):
                return status, b"{}"
        if path == "/-/npm/v1/keys" and self.signer:
            return 200, json.dumps({"keys": [self.signer.public]}).encode()
        if path in self._tarballs:
            return 200, self._tarballs[path]
        packument = self._packuments.get(path.removeprefix("/"))
        return (200, json.dumps(packument).encode()) if packument else (404, b"{}")

    @property
    def environment(self) -> dict[str, str]:
        """What makes npm use this registry."""
        return npm_environment_for(self.address)


def npm_environment_for(address: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "npm_config_registry": address,
        "npm_config_fetch_retries": "0",
    }


@contextmanager
def serve_registry() -> Iterator[LocalRegistry]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    registry = LocalRegistry(f"http://127.0.0.1:{server.server_address[1]}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = registry.answer(unquote(self.path))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Nothing: a test's output is its result."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
