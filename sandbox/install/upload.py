"""A package that was uploaded instead of published."""

import base64
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sandbox.install.signature import Signature


@dataclass(frozen=True, slots=True)
class Upload:
    """What to install instead of what a registry has.

    Attributes:
        file: the tarball.
        integrity: that it had when it was taken in, as Subresource Integrity writes it.
        signature: what was verified then.
    """

    file: Path
    integrity: str
    signature: Signature

    def as_request(self) -> dict[str, Any]:
        """The upload as the installer's script reads it."""
        return {
            "path": str(self.file),
            "integrity": self.integrity,
            "signature": asdict(self.signature),
        }


def integrity_of(file: Path) -> str:
    """The SHA-512 of a file, as Subresource Integrity writes it. Blocks."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha512").digest()
    return f"sha512-{base64.b64encode(digest).decode()}"
