"""A plugin version as it was assembled, and what is known of it."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from sandbox.install.signature import NOT_OFFERED, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Everything that a worker needs of one plugin version, read-only and named by its content.

    Attributes:
        digest: of paths, executable bits and contents; names the artefact.
        path: the plugin's root folder: its manifest, its files and ``node_modules``.
        name: of the package.
        version: of the package.
        integrity: of the plugin's own tarball, as the registry announced it.
        core_range: the versions of the elizaOS core that the plugin asks for.
        entry: the file that importing the plugin loads, relative to ``path``.
        declared_settings: ``agentConfig.pluginParameters`` as it stands in its manifest.
        read_settings: keys that its own sources read; what they compute is a <PLACEHOLDER>.
        native_addons: packages of the tree that hold or would compile machine code.
        skipped_scripts: lifecycle scripts that npm would have run, with their packages.
        repairs: changes that the tree needed to resolve at all.
        packages: number of dependencies, the whole tree counted.
        files: number of files.
        bytes: size of the files.
        dependencies: direct dependencies and their installed versions.
        original_manifest: ``package.json`` as published.
        signature: who vouches for the plugin's own tarball.
    """

    digest: str
    path: Path
    name: str
    version: str
    integrity: str
    core_range: str | None
    entry: str
    declared_settings: dict[str, Any]
    read_settings: list[str]
    native_addons: list[str]
    skipped_scripts: list[str]
    repairs: list[str]
    packages: int
    files: int
    bytes: int
    dependencies: dict[str, str]
    original_manifest: dict[str, Any]
    signature: Signature = NOT_OFFERED


def assembled(path: Path, facts: dict[str, Any]) -> Artifact:
    """The artefact that the installer's script describes, whose content is at ``path``."""
    return _artifact(path, {_snake_case(key): value for key, value in facts.items()})


def to_json(artifact: Artifact) -> bytes:
    """The metadata as it is stored beside the content, without the path."""
    facts = asdict(artifact)
    del facts["path"]
    return orjson.dumps(facts, option=orjson.OPT_INDENT_2)


def from_json(path: Path, stored: bytes) -> Artifact:
    """The artefact whose content is at ``path``, from its stored metadata."""
    return _artifact(path, orjson.loads(stored))


def _artifact(path: Path, facts: dict[str, Any]) -> Artifact:
    signature = Signature(**facts.pop("signature", {}))
    return Artifact(path=path, signature=signature, **facts)


def _snake_case(key: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", key)
