"""A README is split where a reader would split it, and loses what says nothing."""

import pytest

from app.knowledge.passages import PassageField
from app.knowledge.readme import MAX_PASSAGES, readme_passages

WORDS = "one two three four five six seven eight nine ten " * 5


def texts(markdown: str) -> list[str]:
    return [passage.text for passage in readme_passages(markdown, "PDF")]


def test_every_passage_names_the_plugin_and_its_headings() -> None:
    markdown = f"# plugin-pdf\n\n{WORDS}\n\n## Usage\n\n{WORDS}\n\n### Actions\n\n{WORDS}"
    first_lines = [text.splitlines()[0] for text in texts(markdown)]
    assert first_lines == ["PDF", "PDF > Usage", "PDF > Usage > Actions"]


def test_later_headings_of_the_first_level_are_kept() -> None:
    assert texts(f"# plugin-pdf\n\n{WORDS}\n\n# Setup\n\n{WORDS}")[1].startswith("PDF > Setup\n")


def test_short_neighbours_share_a_passage() -> None:
    assert texts("## Features\n\nFast.\n\n## Setup\n\nRun it.") == [
        "PDF > Features\nFast.\nSetup:\nRun it."
    ]


def test_a_long_section_is_split_between_its_paragraphs() -> None:
    split = texts("## Long\n\n" + "\n\n".join(f"{n} {WORDS}" for n in range(4)))
    assert [text.splitlines()[1].split()[0] for text in split] == ["0", "2"]
    assert all(len(text.split()) <= 125 for text in split)


def test_a_paragraph_longer_than_a_passage_is_cut() -> None:
    split = texts(" ".join(f"w{n}" for n in range(300)))
    assert [len(text.split()) for text in split] == [121, 121, 61]


@pytest.mark.parametrize(
    "noise",
    [
        "[![Build](https://ci/badge.svg)](https://ci)",
        "![Logo](logo.png)",
        "<!-- a secret note -->",
        "[Docs](https://docs) | [Chat](https://chat)",
        '<p align="center"><img src="logo.png"></p>',
        "- [Usage](#usage)\n- [License](#license)",
        "## Table of Contents\n\n1. Usage of the thing",
        "## License\n\nMIT",
        "---",
    ],
)
def test_what_says_nothing_is_left_out(noise: str) -> None:
    assert texts(f"Reads files.\n\n{noise}\n\n## End\n\nBye.") == texts(
        "Reads files.\n\n## End\n\nBye."
    )


def test_lists_tables_code_and_inline_html_keep_their_words() -> None:
    markdown = (
        "- reads `a.pdf`\n- see [the docs](x) first\n\n| Key | Use |\n|-|-|\n| A | b |\n\n"
        "```js\nconst x = 1;\n```\n\n<details><summary>More &amp; more</summary>\n</details>"
    )
    (text,) = texts(markdown)
    assert text.splitlines()[1:] == [
        "reads a.pdf",
        "see the docs first",
        "Key | Use",
        "A | b",
        "const x = 1;",
        "More & more",
    ]


def test_repeated_sections_are_kept_once() -> None:
    section = f"## Cache\n\n{WORDS}\n\n"
    assert len(texts(section + section)) == 1


def test_the_number_of_passages_is_bounded() -> None:
    passages = readme_passages("\n\n".join(f"## H{n}\n\n{n} {WORDS}" for n in range(90)), "PDF")
    assert [passage.ordinal for passage in passages] == list(range(MAX_PASSAGES))
    assert {passage.field for passage in passages} == {PassageField.README}


def test_nothing_comes_of_nothing() -> None:
    assert texts("") == []
