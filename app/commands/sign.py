"""``one-graph sign``: a package file with its publisher's signature in it."""

import base64
from pathlib import Path

import typer

from app.commands.complaint import complain
from sandbox.uploads.errors import UploadRefused
from sandbox.uploads.signer import key_id, public_bytes, read_private_key, sign_package

FAILED = 1


def run(package: Path, key_file: Path, output: Path | None) -> None:
    """Sign, and print where the signed package is and what to trust; exits with 1 on failure."""
    target = output or package.with_name(f"{package.name.removesuffix('.tgz')}.signed.tgz")
    try:
        key = read_private_key(key_file)
        sign_package(package, target, key)
    except UploadRefused as refused:
        complain(f"{refused.reason}.", "See: one-graph sign --help")
        raise typer.Exit(FAILED) from None
    public = base64.b64encode(public_bytes(key.public_key())).decode()
    typer.echo(f"{target}\nkey {key_id(key.public_key())}\npublicKey {public}")
