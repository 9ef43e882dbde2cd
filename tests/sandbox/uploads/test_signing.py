"""Signing a package file, and verifying that."""

import base64
import io
import tarfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.install.limits import InstallLimits
from sandbox.install.signature import SignatureState
from sandbox.uploads.errors import SignatureRefused, UploadRefused
from sandbox.uploads.reader import UploadedPackage, read_upload
from sandbox.uploads.signer import SIGNATURE_FILE, key_id, public_bytes, sign_package
from tests.sandbox.local_registry import packed

MANIFEST = '{"name": "@own/plugin", "version": "1.0.0", "description": "Ours"}'
FILES = {
    "package.json": MANIFEST,
    "index.js": "export default {}",
    "README.md": "# Ours",
    "\ufb01.js": "1",
    "\U0001f600.js": "2",
}


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def unsigned(tmp_path: Path) -> Path:
    file = tmp_path / "plugin.tgz"
    file.write_bytes(packed(FILES))
    return file


@pytest.fixture
def signed(unsigned: Path, key: Ed25519PrivateKey, tmp_path: Path) -> Path:
    target = tmp_path / "signed.tgz"
    sign_package(unsigned, target, key)
    return target


async def read(file: Path, *trusted: Ed25519PrivateKey) -> UploadedPackage:
    keys = {
        key_id(key.public_key()): base64.b64encode(public_bytes(key.public_key())).decode()
        for key in trusted
    }
    return await read_upload(file, keys, InstallLimits())


def contents(file: Path) -> dict[str, str]:
    """The text of each file in a package."""
    with tarfile.open(file) as archive:
        opened = {name: archive.extractfile(name) or io.BytesIO() for name in archive.getnames()}
        return {name.partition("/")[2]: file.read().decode() for name, file in opened.items()}


def changed(file: Path, **changes: str | None) -> Path:
    """The package with some files' content changed, or without them."""
    files = contents(file)
    files |= {name.replace("_", "."): text for name, text in changes.items() if text is not None}
    for name, text in changes.items():
        if text is None:
            del files[name.replace("_", ".")]
    file.write_bytes(packed(files))
    return file


async def test_a_package_without_a_signature(unsigned: Path) -> None:
    package = await read(unsigned)
    assert (package.name, package.manifest.version) == ("@own/plugin", "1.0.0")
    assert package.manifest.readme == "# Ours"
    assert package.signature.state is SignatureState.UNSIGNED


async def test_a_package_signed_by_a_trusted_publisher(
    signed: Path, key: Ed25519PrivateKey
) -> None:
    signature = (await read(signed, key, Ed25519PrivateKey.generate())).signature
    assert signature.state is SignatureState.VALID
    assert signature.signer == key_id(key.public_key())


async def test_signing_again_replaces_the_signature(signed: Path, tmp_path: Path) -> None:
    other = Ed25519PrivateKey.generate()
    sign_package(signed, tmp_path / "again.tgz", other)
    signature = (await read(tmp_path / "again.tgz", other)).signature
    assert signature.signer == key_id(other.public_key())


async def test_a_publisher_whom_nobody_trusts(signed: Path) -> None:
    with pytest.raises(SignatureRefused, match="is not trusted"):
        await read(signed, Ed25519PrivateKey.generate())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"index_js": "evil"}, "index.js is not the file signed"),
        ({"more_js": "evil"}, "does not cover more.js"),
        ({"README_md": None}, "README.md is missing"),
    ],
)
async def test_a_file_that_was_changed_after_signing(
    signed: Path, key: Ed25519PrivateKey, changes: dict[str, str | None], words: str
) -> None:
    with pytest.raises(SignatureRefused, match=words):
        await read(changed(signed, **changes), key)


async def test_a_signature_of_another_key_under_a_trusted_name(
    signed: Path, key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    forger = Ed25519PrivateKey.generate()
    sign_package(signed, tmp_path / "forged.tgz", forger)
    text = contents(tmp_path / "forged.tgz")[SIGNATURE_FILE]
    forged = text.replace(key_id(forger.public_key()), key_id(key.public_key()))
    with pytest.raises(SignatureRefused, match="did not make it"):
        await read(
            changed(tmp_path / "forged.tgz", **{SIGNATURE_FILE.replace(".", "_"): forged}), key
        )


@pytest.mark.parametrize("text", ["", "{}", "null", "[]", '{"version": 2}'])
async def test_a_signature_of_no_known_form(unsigned: Path, text: str) -> None:
    unsigned.write_bytes(packed({**FILES, SIGNATURE_FILE: text}))
    with pytest.raises(SignatureRefused, match="none of version 1"):
        await read(unsigned)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no tarball", "header"),
        (packed({"index.js": "1"}), "no package.json"),
        (packed({"package.json": '{"name": "../evil", "version": "1.0.0"}'}), "its name"),
        (packed({"package.json": '{"name": "plugin", "version": "latest"}'}), "its version"),
        (packed({"package.json": MANIFEST, "../../evil": "1"}), "outside the package"),
        (packed({"package.json": MANIFEST}, 200_000_000), "more bytes"),
    ],
    ids=["noise", "manifest", "name", "version", "path", "bomb"],
)
async def test_what_is_no_package(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "plugin.tgz"
    file.write_bytes(content)
    with pytest.raises(UploadRefused, match=words):
        await read(file)
