"""Of what is published, the version that npm would take is taken."""

import random

import pytest

from app.catalog.dependency_offer import Offer
from app.catalog.dependency_request import Request
from tests.app.catalog.npm_oracle import ask_npm
from tests.app.catalog.test_ranges import VERSIONS, random_ranges


def offer(*published: str, available: bool | None = True, **tags: str) -> Offer:
    return Offer("thing_1", "any", available, tags, published)


def pick(offered: Offer, written: str) -> str | None:
    return offered.pick(Request.read("any", written))


def test_npm_picks_the_same_of_random_packages() -> None:
    draw = random.Random(27)  # noqa: S311 - nothing secret
    exact = [each for each in VERSIONS if each[0].isdigit() and "+" not in each and each[-1] != "a"]
    wanted = ["*", "", "latest", "alpha", "beta", "1.x", *random_ranges(394)]
    offers = []
    for _ in wanted:
        published = draw.sample(exact, draw.randint(1, 12))
        offers.append(offer(*published, latest=draw.choice(published), alpha=published[0]))
    packuments = [
        {
            "name": "any",
            "dist-tags": each.tags,
            "versions": {
                version: {"name": "any", "version": version} for version in each.published
            },
        }
        for each in offers
    ]
    theirs = ask_npm("pick", packuments=list(zip(packuments, wanted, strict=True)))
    ours = [pick(each, written) for each, written in zip(offers, wanted, strict=True)]
    assert sum(each is not None for each in theirs) > 50
    assert ours == theirs


def test_latest_is_preferred_to_what_is_newer() -> None:
    assert pick(offer("1.0.0", "1.1.0", latest="1.0.0"), "^1") == "1.0.0"
    assert pick(offer("1.0.0", "1.1.0", latest="1.0.0"), "^1.1") == "1.1.0"


def test_anything_takes_a_pre_release_only_where_latest_is_one() -> None:
    assert pick(offer("2.0.0-alpha", latest="2.0.0-alpha"), "*") == "2.0.0-alpha"
    assert pick(offer("2.0.0-alpha"), "*") is None


@pytest.mark.parametrize(("available", "satisfied"), [(True, False), (False, False), (None, True)])
def test_only_what_is_known_can_fail_to_satisfy(available: bool | None, satisfied: bool) -> None:
    assert offer("1.0.0", available=available).satisfies(Request.read("any", "^2")) is satisfied


def test_a_package_that_was_removed_satisfies_nobody() -> None:
    assert not offer("1.0.0", available=False).satisfies(Request.read("any", "^1"))


def test_one_version_has_to_do_for_all() -> None:
    offered = offer("1.0.0", "1.5.0", "2.0.0-alpha", latest="1.0.0", next="1.5.0")

    def together(*written: str) -> bool:
        return offered.satisfies_all([Request.read("any", each) for each in written])

    assert together("^1", ">=1.5")
    assert together("next", ">1.0.0")
    assert not together("next", "1.0.0")
    assert not together("^1", "2.0.0-alpha")
    assert together("*", "2.0.0-alpha")
    assert not together("gone", "*")
