"""Ranges mean here what they mean to npm, whose own library is asked for comparison."""

import random
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.ranges import (
    LONGEST,
    Range,
    have_common_version,
    newest,
    parse_range,
    parse_version,
)
from tests.app.catalog.npm_oracle import ask_npm

PRE_RELEASES = ("", "-0", "-alpha", "-alpha.1", "-alpha.10", "-beta.2", "+build.5")
VERSIONS = [
    *(f"{a}.{b}.{c}{pre}" for a, b, c in product((0, 1, 2), repeat=3) for pre in PRE_RELEASES),
    *("10.20.30", "1.2.3-rc.1", "2.0.0-alpha.537", "1.0.0-canary.abc123.0", "v1.2.3", "1.2.3beta"),
]
PARTIAL = ["0", "1", "0.1", "0.0", "1.2", "1.x", "1.2.x", "1.*", "*", "x", "2.X", ""]
WHOLE = ["0.0.0", "0.0.3", "0.1.1", "1.0.0", "1.2.2", "2.0.0", "v1.2.1", "1.2.2+build", "01.2.1"]
PRE = ["2.0.0-alpha", "2.0.0-alpha.1", "2.0.0-0", "1.2.2-beta.2", "0.0.1-alpha", "0.1.0-alpha"]
TERMS = [*PARTIAL, *WHOLE, *PRE]
OPERATORS = ["", "^", "~", "~>", ">", ">=", "<", "<=", "=", "^ ", "~ ", ">= ", "< ", "^v", "=v"]
ODD = [
    *(" ", "||", "1||2||", "^1.0.0 ^2.0.0", ">1.0.0 , <2", "1.2.2 foo", "foo || 1.2.2", "^^1"),
    *("\t^1.0.0\n", "<0.0.0-0", ">*", "<*", "1.2.2 - ", "- 1.2.2", "1.2 - 1.2.2 || 2", "≥1"),
    *("latest", "alpha", "workspace:*", "npm:foo@^1", "git+https://example.test/a/b.git"),
    *(
        "https://example.test/x.tgz",
        "a/b",
        "file:../x",
        "link:../x",
        "catalog:",
        "99999999999999999",
    ),
    *(
        "^9007199254740991.0.0",
        "1" * 300,
        ">=1.0.0-alpha <1.0.0",
        "2.0.0-alpha || *",
        " || 2.0.0-0",
    ),
    *(">=1.0.0-alpha <=1.0.0-beta.2 || 2", "2.0.0-alpha||1.x||^0.1.0-alpha", "^2.0.0-alpha.9"),
]


def random_ranges(count: int) -> list[str]:
    """Seeded, so that a failure can be looked at."""
    draw = random.Random(20261122)  # noqa: S311 - nothing secret
    simple = [operator + term for operator, term in product(OPERATORS, TERMS) if term]
    joined = [" ".join(draw.choices(simple, k=draw.randint(1, 3))) for _ in range(count * 2)]
    return [" || ".join(draw.choices(joined, k=draw.randint(1, 3))) for _ in range(count)]


@pytest.fixture(scope="module")
def ranges() -> list[str]:
    simple = [operator + term for operator, term in product(OPERATORS, TERMS)]
    hyphens = [f"{a} - {b}" for a, b in product(TERMS, TERMS)]
    return [*dict.fromkeys([*simple, *hyphens, *ODD, *random_ranges(1500)])]


class TestAgreementWithNpm:
    def test_the_same_texts_are_ranges(self, ranges: list[str]) -> None:
        answers = ask_npm("satisfies", versions=[], ranges=ranges)
        theirs = {each for each, answer in zip(ranges, answers, strict=True) if answer is not None}
        ours = {each for each in ranges if parse_range(each)}
        assert len(theirs) > 2_000
        assert ours == theirs

    def test_each_range_allows_the_same_versions(self, ranges: list[str]) -> None:
        answers = ask_npm("satisfies", versions=VERSIONS, ranges=ranges)
        versions = [parse_version(each) for each in VERSIONS]
        differing = [
            (written, version)
            for written, answer in zip(ranges, answers, strict=True)
            if (found := parse_range(written)) and answer
            for version, expected in zip(versions, answer, strict=True)
            if version is None or found.allows(version) is not expected
        ]
        assert differing == []

    def test_versions_have_the_same_order(self) -> None:
        versions = [each for each in VERSIONS if "+" not in each and each[0].isdigit()]
        random.Random(7).shuffle(versions)  # noqa: S311 - nothing secret
        ours = newest(found for each in versions if (found := parse_version(each)))
        theirs = [parse_version(each) for each in ask_npm("order", versions=versions)]
        assert [each.version for each in ours] == [each.version for each in theirs if each]

    @pytest.mark.parametrize("written", ["x.1", "1.x.3"])
    def test_a_number_after_an_x_is_where_they_part(self, written: str) -> None:
        assert ask_npm("satisfies", versions=[], ranges=[written]) == [None]
        assert parse_range(written)

    def test_a_v_before_the_lowest_version_is_where_they_part(self) -> None:
        written, version = ">=v0.0.0 || 1.0.0-a", parse_version("1.0.0-a")
        assert ask_npm("satisfies", versions=["1.0.0-a"], ranges=[written]) == [[True]]
        found = parse_range(written)
        assert found
        assert version
        assert not found.allows(version)


class TestParse:
    @pytest.mark.parametrize("text", ["", "1", "1.2", "latest", "1.2.3.4", "1.2.3" + "0" * 300])
    def test_what_is_no_version_is_none(self, text: str) -> None:
        assert parse_version(text) is None

    @given(st.text(alphabet="019xX*.-+^~<>=|v aβ\t", max_size=LONGEST + 5))
    @settings(max_examples=500, deadline=1_000)
    def test_no_text_breaks_it_or_takes_long(self, text: str) -> None:
        assert isinstance(parse_range(text), Range | None)


def shared(*written: str) -> bool:
    return have_common_version([found for each in written if (found := parse_range(each))])


class TestCommonVersion:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (("^1.0.0", "^1.4.0", "<1.5"), True),
            (("^1.0.0", "2.0.0-alpha"), False),
            (("^1.0.0", "^2.0.0"), False),
            (("1.x || 3.x", "2.x || 3.x", "1.x || 2.x"), False),
            (("1.x || 3.x", "2.x || 3.x"), True),
            (("*", "2.0.0-alpha"), False),
            (("^2.0.0-alpha.1", "2.0.0-alpha.5"), True),
            ((">1.2.2", "<1.2.3"), False),
            ((">1.2.2", "<1.2.3-beta"), False),
            ((">1.2.2 <=1.2.3-beta", ">1.2.1 <=1.2.3-alpha"), True),
            ((">2.0.0-a", "<2.0.0-a.1"), True),
            (("~1.2", ">=1.2.7"), True),
            (("<0.0.0-0", "*"), False),
            (("^1",), True),
        ],
    )
    def test_examples(self, written: tuple[str, ...], expected: bool) -> None:
        assert shared(*written) is expected

    def test_whatever_version_two_ranges_share_is_found(self) -> None:
        some = random_ranges(60)
        answers = ask_npm("satisfies", versions=VERSIONS, ranges=some)
        allowed = [set(zip(VERSIONS, answer, strict=True)) for answer in answers if answer]
        assert len(allowed) == len(some)
        for (one, first), (other, second) in combinations(zip(some, allowed, strict=True), 2):
            if any(yes for _, yes in first & second):
                assert shared(one, other), (one, other)
