"""Reading a package file: as data, by a process of its own."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import asdict, dataclass
from pathlib import Path

from sandbox.install.limits import InstallLimits
from sandbox.install.signature import Signature
from sandbox.node_process import run_script
from sandbox.registry.record import PackageManifest
from sandbox.uploads.errors import SignatureRefused, UploadRefused


@dataclass(frozen=True, slots=True)
class UploadedPackage:
    """What a package file says of itself."""

    name: str
    manifest: PackageManifest
    signature: Signature


async def read_upload(
    file: Path, keys: Mapping[str, str], limits: InstallLimits
) -> UploadedPackage:
    """Read a package file, and verify its publisher's signature.

    Args:
        file: the tarball, as ``npm pack`` makes it.
        keys: of trusted publishers: DER in base64, by id.
        limits: what it may unpack to.

    Raises:
        UploadRefused: it is no package.
        SignatureRefused: it is signed, and that does not hold.
        NodeProcessFailed: it could not be read here.
    """
    request = {"path": str(file), "keys": dict(keys), "limits": asdict(limits)}
    events = run_script("uploads/main.mjs", request, cwd=file.parent)
    async with aclosing(events):
        event = await anext(events)
    if event["event"] == "failed":
        signed = event["code"] == "SIGNATURE_INVALID"
        raise (SignatureRefused if signed else UploadRefused)(event["message"])
    found = event["package"]
    manifest = PackageManifest.from_event(found)
    return UploadedPackage(found["name"], manifest, Signature(**found["signature"]))
