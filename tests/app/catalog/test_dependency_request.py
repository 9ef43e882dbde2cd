"""A dependency means what it means to npm, and else what an install here makes of it."""

import pytest

from app.catalog.dependency_request import Request
from tests.app.catalog.npm_oracle import ask_npm

WRITTEN = [
    *("^1.2.3", "1.2.3", "v1.2.3", "=1.2.3", "1.x", ">=1 <2", "1 || 2", "1 - 2", " ^1 ", "", "*"),
    *("latest", "alpha", "next-1", "v2-beta", "beta.3", "canary_1", "a~b", "1.2.3.x", "x"),
    *("npm:foo@^1", "npm:@scope/foo@~2.1", "npm:foo", "npm:foo@latest", "npm:foo@", "NPM:foo@1"),
]
ELSEWHERE = [
    *("git+https://example.test/a/b.git", "git://example.test/a.git#v1", "github:a/b", "a/b#main"),
    *("https://example.test/a.tgz", "file:../a", "./a", "../a", "~/a", "/a", "a.tgz", ".a", "a b!"),
    *("link:../a", "portal:../a", "gitlab:a/b", "git@example.test:a/b.git"),
]


def asks(written: str) -> tuple[str, str]:
    request = Request.read("any", written)
    return request.package, "tag" if request.tag else "range"


def test_ranges_tags_and_aliases_are_read_as_npm_reads_them() -> None:
    theirs = ask_npm("request", written=WRITTEN)
    expected = {
        written: (answer["name"], "tag" if answer["type"] == "tag" else "range")
        for written, answer in zip(WRITTEN, theirs, strict=True)
    }
    assert {written: asks(written) for written in WRITTEN} == expected


def test_what_no_registry_has_asks_for_anything() -> None:
    theirs = ask_npm("request", written=ELSEWHERE)
    assert not {"version", "range", "tag", "alias"} & {each["type"] for each in theirs if each}
    assert [each for each in ELSEWHERE if not Request.read("any", each).anything] == []


@pytest.mark.parametrize("written", ["workspace:*", "workspace:^", "catalog:", "catalog:default"])
def test_a_monorepos_own_word_asks_for_anything(written: str) -> None:
    assert Request.read("any", written).anything


def test_a_range_in_a_monorepos_words_counts() -> None:
    assert not Request.read("any", "workspace:^1.2.0").anything
