"""Names come first, then what both searches agree on."""

import pytest

from app.knowledge.fusion import LEAST_COSINE, fuse
from app.knowledge.hit import Hit


def hit(source: str, score: float, name: str | None = None) -> Hit:
    return Hit(name or f"of {source}", source, "readme", score)


def order(semantic: list[Hit] | None, keyword: list[Hit], named: set[str] | None = None) -> str:
    return "".join(ranked.source for ranked in fuse(semantic, keyword, named or ()))


def test_what_both_searches_found_beats_what_one_found() -> None:
    assert order([hit("a", 0.6), hit("b", 0.6), hit("c", 0.5)], [hit("b", 10)])[0] == "b"


def test_a_thing_counts_by_its_best_passage() -> None:
    (ranked,) = fuse([hit("a", 0.8, "best"), hit("a", 0.1, "worst")], [])
    assert ranked.score == pytest.approx(0.7 * 0.8)
    assert [passage.knowledge_id for passage in ranked.passages] == ["best", "worst"]


def test_the_passage_that_both_searches_found_is_shown_first() -> None:
    semantic = [hit("a", 0.5, "meant"), hit("a", 0.5, "both")]
    (ranked,) = fuse(semantic, [hit("a", 8, "both"), hit("a", 8, "said")])
    shown = [(passage.knowledge_id, round(passage.score, 2)) for passage in ranked.passages]
    assert shown == [("both", 0.5), ("meant", 0.35), ("said", 0.15)]


def test_at_most_three_passages_are_shown() -> None:
    (ranked,) = fuse([hit("a", 0.9 - n / 10, f"p{n}") for n in range(5)], [])
    assert [passage.knowledge_id for passage in ranked.passages] == ["p0", "p1", "p2"]


def test_the_thing_asked_for_by_name_comes_first() -> None:
    best, *_ = fuse([hit("a", 1.0)], [hit("a", 1000), hit("b", 0.1)], {"b"})
    assert (best.source, best.score) == ("b", 1.0)


def test_a_named_thing_is_found_though_no_search_found_it() -> None:
    assert order([], [], {"b"}) == "b"


def test_without_search_by_meaning_words_alone_count_in_full() -> None:
    strong, weak = fuse(None, [hit("weak", 1), hit("strong", 72)])
    assert (strong.source, weak.source) == ("strong", "weak")
    assert strong.score == pytest.approx(0.9)


def test_what_is_hardly_alike_and_shares_no_word_is_not_found() -> None:
    near, far = LEAST_COSINE + 0.01, LEAST_COSINE - 0.01
    assert order([hit("near", near), hit("far", far), hit("said", far)], [hit("said", 4)]) == (
        "saidnear"
    )


@pytest.mark.parametrize(("cosine", "text_score"), [(1.2, 1e9), (-1.0, 0.5), (0.5, 3.0)])
def test_scores_stay_between_nothing_and_one(cosine: float, text_score: float) -> None:
    (ranked,) = fuse([hit("a", cosine)], [hit("a", text_score)])
    assert 0 <= ranked.score <= 1


def test_equal_scores_have_a_stable_order() -> None:
    assert order([hit("b", 0.5), hit("a", 0.5)], []) == "ab"


def test_nothing_found_is_an_empty_answer() -> None:
    assert fuse([], []) == []
