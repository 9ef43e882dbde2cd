"""The pages of the errors, held against the codes that the code can answer with."""

import re
from pathlib import Path

import orjson
import pytest

from tests.docs.error_codes import ROOT, known_codes

FOLDER = ROOT / "docs" / "errors"
INDEX = FOLDER / "README.md"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page != INDEX)
ANSWER = re.compile(r"```json\n(.*?)```", re.DOTALL)
ANSWERED = [page for page in PAGES if ANSWER.search(page.read_text())]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {page.stem for page in PAGES} == known_codes()


def test_codes_of_every_origin_are_gathered() -> None:
    origins = {
        "RATE_LIMITED",  # a class of app.errors
        "FORBIDDEN_HOST",  # a class elsewhere
        "WORKER_DIED",  # a class of the sandbox
        "NO_CODE",  # the installer's enum
        "RESULT_TOO_LARGE",  # written in Python
        "INTERNAL",  # the schema's mask
        "VALUE_NOT_JSON",  # raised with its code
        "EXIT_REFUSED",  # written in JavaScript
        "PLUGIN_ERROR",  # the worker's default
    }
    assert origins <= known_codes()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_says_what_it_means_when_it_happens_and_how_to_mend_it(page: Path) -> None:
    lines = page.read_text().splitlines()
    assert lines[0] == f"# {page.stem}"
    assert lines[2].endswith(".")
    headings = [line for line in lines if line.startswith("**")]
    assert headings == ["**When**", "**Mend**", "**Example**"]
    assert 10 <= len(lines) <= 25


@pytest.mark.parametrize("page", ANSWERED, ids=lambda page: page.stem)
def test_example_of_an_answer_is_json_with_the_code(page: Path) -> None:
    for example in ANSWER.findall(page.read_text()):
        assert f'"code":"{page.stem}"'.encode() in orjson.dumps(orjson.loads(example))


def test_index_lists_every_page_once() -> None:
    links = [line for line in INDEX.read_text().splitlines() if line.startswith("- [")]
    named = sorted(link.removeprefix("- [").split("]")[0] for link in links)
    assert named == [page.stem for page in PAGES]
