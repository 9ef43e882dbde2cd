"""Packages say odd things of themselves."""

from dataclasses import replace

import bson
import pytest

from app.catalog.facts import PluginFacts, facts
from app.catalog.listing import Listing
from sandbox.registry.record import PackageManifest
from tests.app.catalog.test_writer import MANIFEST, NAMES, RECORD, WALLET


def read(manifest: PackageManifest = MANIFEST) -> PluginFacts:
    record = replace(RECORD, latest=manifest)
    return facts(record, Listing(WALLET, NAMES[WALLET]), NAMES)


def test_the_same_record_has_the_same_digest() -> None:
    assert read().digest == read().digest


@pytest.mark.parametrize(
    "manifest",
    [
        replace(MANIFEST, description="Other"),
        replace(MANIFEST, readme="# Other"),
        replace(MANIFEST, dependencies={}),
        replace(MANIFEST, authors=[]),
        replace(MANIFEST, declared_settings={}),
    ],
)
def test_every_difference_shows_in_the_digest(manifest: PackageManifest) -> None:
    assert read(manifest).digest != read().digest


def test_a_dependency_counts_as_a_plugin_once_the_catalogue_has_it() -> None:
    listing = Listing(WALLET, NAMES[WALLET])

    assert facts(RECORD, listing, NAMES).digest != facts(RECORD, listing, [WALLET]).digest


@pytest.mark.parametrize("homepage", ["javascript:alert(1)", "http://[", "acme.example", "https:"])
def test_only_a_web_page_is_a_homepage(homepage: str) -> None:
    assert read(replace(MANIFEST, homepage=homepage)).properties["homepage"] is None
    assert read().properties["homepage"] == "https://acme.example"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("git+https://github.com/acme/wallet.git", "https://github.com/acme/wallet"),
        ("git@gitlab.com:acme/wallet.git", "https://gitlab.com/acme/wallet"),
        ("file:///etc/passwd", "https://github.com/acme/plugin-wallet"),
        (None, "https://github.com/acme/plugin-wallet"),
    ],
)
def test_the_repository_is_a_page_or_the_indexs(address: str | None, page: str) -> None:
    assert read(replace(MANIFEST, repository=address)).properties["repository"] == page


@pytest.mark.parametrize("default", [10**19, -(10**19), {"$set": {"a.b": 1}}, ["a", 2], 1e300])
def test_any_default_of_a_setting_can_be_stored(default: object) -> None:
    declared = {"LIMIT": {"type": ["number"], "default": default}}
    found = read(replace(MANIFEST, declared_settings=declared))

    stored = bson.decode(bson.encode(found.properties))["settings"][0]
    assert stored["type"] == "number"
    assert stored["default"] is not None
