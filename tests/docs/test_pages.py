"""What the documents refer to exists."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from app.cli import application
from app.metrics import Metrics
from tests.docs.error_codes import ROOT

PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
PATH = re.compile(
    r"`((?:app|schema|resolvers|subscriptions|sandbox|scripts|tests|benchmarks|docs)/[\w./-]*)`"
)
COMMAND = re.compile(r"`one-graph ([a-z]+)")
STATUS = re.compile(r"Date: \d{4}-\d\d-\d\d\. Status: (accepted|replaced by \[.+\))\.")
DECISION_PARTS = ["Context", "Decision", "Consequences", "Measured"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    targets = [page.parent / link for link in LINK.findall(text)]
    targets += [ROOT / path for path in PATH.findall(text)]
    assert [target for target in targets if not target.exists()] == []


def test_every_command_that_is_named_exists_and_is_named() -> None:
    named = {name for page in PAGES for name in COMMAND.findall(page.read_text())}
    group = get_command(application)
    assert isinstance(group, TyperGroup)
    assert named == set(group.commands)


def test_operations_lists_every_metric_of_ours() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    families = Metrics().registry.collect()
    ours = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in families
        if family.name.startswith("one_graph_")
    }
    assert set(re.findall(r"^\| `(one_graph_\w+)`", page, re.MULTILINE)) == ours


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_has_its_parts_and_fits_half_a_page(page: Path) -> None:
    lines = page.read_text().splitlines()
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == DECISION_PARTS
    assert STATUS.fullmatch(lines[2])
    assert len(lines) <= 40


def test_index_lists_the_decisions_in_order() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text()
    assert LINK.findall(index) == [page.name for page in DECISIONS]
