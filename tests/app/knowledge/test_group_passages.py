"""A text becomes passages that search can read whole."""

import pytest

from app.knowledge.group_passages import MAX_CHARACTERS, text_passages

LINES = "\n".join(f"Line {number} tells of something else." for number in range(100))


def test_a_short_text_is_one_passage() -> None:
    (passage,) = text_passages("  Refunds take\tfive days.\n\n\nAsk Ann.  ")
    assert (passage.text, passage.ordinal) == ("Refunds take five days.\nAsk Ann.", 0)


def test_a_long_text_is_cut_between_lines_and_nothing_is_lost() -> None:
    passages = text_passages(LINES)
    assert "\n".join(passage.text for passage in passages) == LINES
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert all(len(passage.text) > MAX_CHARACTERS / 2 for passage in passages[:-1])


@pytest.mark.parametrize("text", ["word " * 20_000, "x" * 100_000, "字" * 5_000, "a\n" * 50_000])
def test_no_passage_is_longer_than_can_be_read(text: str) -> None:
    passages = text_passages(text)
    assert max(len(passage.text) for passage in passages) <= MAX_CHARACTERS
    joined = "".join(passage.text for passage in passages)
    assert "".join(joined.split()) == "".join(text.split())
