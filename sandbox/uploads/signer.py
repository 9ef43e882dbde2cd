"""Signing a package file as its publisher."""

import base64
import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path, PurePosixPath

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from sandbox.uploads.errors import UploadRefused

SIGNATURE_FILE = "one-graph.signature.json"
_HEADING = "one-graph-signature-v1\n"


def key_id(key: Ed25519PublicKey) -> str:
    """What a key is called: ``SHA256:`` and the digest of its DER form, base64 without padding."""
    digest = hashlib.sha256(public_bytes(key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """The key in DER, as SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def read_private_key(file: Path) -> Ed25519PrivateKey:
    """The key in a PEM file, as ``openssl genpkey -algorithm ed25519`` makes it.

    Raises:
        UploadRefused: there is none in it, or one of another kind.
    """
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise UploadRefused(f"{file} holds no private key: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UploadRefused(f"{file} holds a key of another kind than Ed25519")
    return key


def sign_package(source: Path, target: Path, key: Ed25519PrivateKey) -> None:
    """Write a package file with the signature of all its files in it.

    Raises:
        UploadRefused: the source is no tarball of regular files, or is signed already.
    """
    try:
        with tarfile.open(source, "r:*") as archive:
            members = [member for member in archive if _kept(member)]
            files = {member.name: _content(archive, member) for member in members}
    except (tarfile.TarError, EOFError, OSError) as error:
        raise UploadRefused(f"{source} is no tarball that can be read: {error}") from error
    top = next(iter(files), "package/").split("/")[0]
    signed = _signature({_inside(name): content for name, content in files.items()}, key)
    modes = {member.name: member.mode for member in members}
    _write(target, {**files, f"{top}/{SIGNATURE_FILE}": signed}, modes)


def _kept(member: tarfile.TarInfo) -> bool:
    """Folders need no entry; a signature is made anew."""
    if not (member.isfile() or member.isdir()):
        raise UploadRefused(f"{member.name[:200]!r} is no regular file")
    return member.isfile() and _inside(member.name) != SIGNATURE_FILE


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _inside(name: str) -> str:
    return "/".join(PurePosixPath(name).parts[1:])


def _signature(files: dict[str, bytes], key: Ed25519PrivateKey) -> bytes:
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    ordered = sorted(digests, key=lambda path: path.encode("utf-16-be"))  # as JavaScript sorts
    text = _HEADING + "".join(f"{digests[path]}  {path}\n" for path in ordered)
    found = {
        "version": 1,
        "key": key_id(key.public_key()),
        "files": digests,
        "signature": base64.b64encode(key.sign(text.encode())).decode(),
    }
    return json.dumps(found, indent=2).encode()


def _write(target: Path, files: dict[str, bytes], modes: dict[str, int]) -> None:
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), modes.get(name, 0o644)
            archive.addfile(entry, io.BytesIO(content))
