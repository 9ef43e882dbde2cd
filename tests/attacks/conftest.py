"""Prints the table of attack by layer at the end."""

from collections.abc import Sequence

import pytest

from tests.attacks.assault import Outcome
from tests.attacks.table import table

COLUMNS = pytest.StashKey[dict[str, Sequence[Outcome]]]()


@pytest.fixture(scope="session")
def columns(pytestconfig: pytest.Config) -> dict[str, Sequence[Outcome]]:
    """What the table will show."""
    return pytestconfig.stash.setdefault(COLUMNS, {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    shown = terminalreporter.config.stash.get(COLUMNS, {})
    if shown:
        terminalreporter.section("attacks stopped")
        for line in table(shown):
            terminalreporter.write_line(line)
