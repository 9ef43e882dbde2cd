"""The page of the settings, held against the settings."""

import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from app.settings import PREFIX, Settings
from tests.docs.error_codes import ROOT

ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
PAGE = (ROOT / "docs" / "configuration.md").read_text()


def test_page_lists_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    fields = Settings.model_fields.items()
    expected = {PREFIX + name.upper(): shown_default(field) for name, field in fields}
    assert {name: default for name, default, _ in ROW.findall(PAGE)} == expected


def test_page_lists_no_setting_twice() -> None:
    names = [name for name, _, _ in ROW.findall(PAGE)]
    assert len(names) == len(set(names))


def test_every_setting_that_the_documents_name_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
    named = {name for page in pages for name in re.findall(r"\bONE_[A-Z_]+[A-Z]", page.read_text())}
    assert named <= known


def shown_default(field: FieldInfo) -> str:
    """A default as the page writes it; paths from the home folder or the checkout on."""
    default = field.get_default(call_default_factory=True)
    if default in (None, ()):
        return "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    text = str(default)
    return f"`{text.replace(str(ROOT) + '/', '').replace(str(Path.home()), '~')}`"
