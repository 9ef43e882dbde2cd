"""Names come first, then what both searches agree on."""

import pytest

from app.knowledge.fusion import fuse, names_of
from app.knowledge.hit import Hit


def hit(source: str, score: float, name: str = "p") -> Hit:
    return Hit(name, source, "readme", score)


def order(*arguments: object) -> list[str]:
    return [ranked.source for ranked in fuse(*arguments)]  # type: ignore[arg-type]


def test_what_both_searches_found_beats_what_one_found() -> None:
    assert order([hit("a", 0.6), hit("b", 0.6), hit("c", 0.5)], {"b": 10.0})[0] == "b"


def test_a_thing_counts_by_its_best_passage() -> None:
    (ranked,) = fuse([hit("a", 0.8, "best"), hit("a", 0.1, "worst")], {})
    assert ranked.score == pytest.approx(0.7 * 0.8)
    assert [passage.knowledge_id for passage in ranked.passages] == ["best", "worst"]


def test_at_most_three_passages_are_shown() -> None:
    (ranked,) = fuse([hit("a", 0.9 - n / 10, f"p{n}") for n in range(5)], {})
    assert [passage.knowledge_id for passage in ranked.passages] == ["p0", "p1", "p2"]


def test_the_thing_asked_for_by_name_comes_first() -> None:
    best, *_ = fuse([hit("a", 1.0)], {"a": 1000.0, "b": 0.1}, named={"b"})
    assert (best.source, best.score) == ("b", 1.0)


def test_a_named_thing_is_found_though_no_search_found_it() -> None:
    assert order([], {}, {"b"}) == ["b"]


def test_keywords_alone_answer_in_their_order() -> None:
    assert order([], {"weak": 1.0, "strong": 30.0}) == ["strong", "weak"]


@pytest.mark.parametrize(("cosine", "text_score"), [(1.2, 1e9), (-1.0, 0.0), (0.5, 3.0)])
def test_scores_stay_between_nothing_and_one(cosine: float, text_score: float) -> None:
    (ranked,) = fuse([hit("a", cosine)], {"a": text_score})
    assert 0 <= ranked.score <= 1


def test_equal_scores_have_a_stable_order() -> None:
    assert order([hit("b", 0.5), hit("a", 0.5)], {}) == ["a", "b"]


def test_nothing_found_is_an_empty_answer() -> None:
    assert order([], {}) == []


def test_a_package_is_known_by_its_short_names_and_its_title() -> None:
    expected = {"@elizaos/plugin-pdf", "plugin-pdf", "pdf", "pdf reader"}
    assert names_of("@elizaos/plugin-pdf", "PDF Reader") == expected
