"""The page of the dependencies, held against the manifests."""

import re
import tomllib

import orjson
import pytest

from tests.docs.error_codes import ROOT

PAGE = (ROOT / "docs" / "dependencies.md").read_text()
SECTION = re.compile(r"^## (.+?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| ([@\w./-]+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
SECTIONS = {
    title: [name for name, *_ in ROW.findall(text) if name != "Package"]
    for title, text in SECTION.findall(PAGE)
}


def test_python_packages_are_those_of_the_project() -> None:
    manifest = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = manifest["dependency-groups"]
    assert SECTIONS["Python, to run"] == names(manifest["project"]["dependencies"])
    assert SECTIONS["Python, weights"] == names(groups["weights"])
    assert SECTIONS["Python, to develop"] == names(groups["dev"])


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("npm, sandbox", "sandbox/node"),
        ("npm, GraphiQL", "app/graphiql"),
        ("npm, clients of the tests", "tests/clients"),
        ("npm, clients behind the gateway", "tests/sandbox/network/clients"),
    ],
)
def test_npm_packages_are_those_of_the_manifest(title: str, folder: str) -> None:
    manifest = orjson.loads((ROOT / folder / "package.json").read_bytes())
    direct = {**manifest.get("dependencies", {}), **manifest.get("devDependencies", {})}
    assert SECTIONS[title] == sorted(direct)


def test_system_packages_are_those_that_the_script_installs() -> None:
    script = (ROOT / "scripts" / "system-packages").read_text()
    asked = re.findall(r"missing\+=\(([\w-]+)\)$", script, re.MULTILINE)
    assert SECTIONS["System packages"] == sorted(asked)


def test_page_has_no_other_section() -> None:
    assert len(SECTIONS) == 8


def names(requirements: list[str]) -> list[str]:
    """The names of requirements, in order."""
    return sorted(re.split(r"[<>=!~; \[]", requirement)[0] for requirement in requirements)
