"""Labels that people mean alike are alike."""

import pytest

from app.errors import InvalidInput
from app.knowledge.group_labels import checked_labels, relabelled


def test_case_and_spaces_make_no_difference() -> None:
    assert checked_labels(["  Price  List ", "PRICE LIST", "\uff50rice list", "Straße"]) == [
        "price list",
        "strasse",
    ]


def test_what_is_removed_and_added_ends_up_last() -> None:
    assert relabelled(["a", "b", "c"], add=["d", "a"], remove=["a", "x"]) == ["b", "c", "d", "a"]


@pytest.mark.parametrize("label", ["", "   ", "x" * 65, "a\0b", "a\u200bb", "\ud800"])
def test_what_cannot_be_read_is_no_label(label: str) -> None:
    with pytest.raises(InvalidInput, match="is no label"):
        checked_labels(["fine", label])


def test_a_label_of_the_greatest_length_is_kept() -> None:
    assert checked_labels(["x" * 64]) == ["x" * 64]


def test_more_than_twenty_are_refused() -> None:
    assert len(checked_labels([str(number) for number in range(20)])) == 20
    with pytest.raises(InvalidInput, match="21 labels"):
        relabelled([str(number) for number in range(20)], add=["more"], remove=[])
