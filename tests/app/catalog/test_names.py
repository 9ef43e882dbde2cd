"""Titles and categories, from names and words."""

import pytest

from app.catalog.category import categorise
from app.catalog.listing import Listing
from app.catalog.title import humanise


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("@elizaos/plugin-eliza-classic", "Eliza Classic"),
        ("@elizaos/client-discord", "Discord Client"),
        ("@elizaos/adapter-sqlite", "Sqlite Adapter"),
        ("@elizaos/plugin-lensNetwork", "Lens Network"),
        ("@elizaos/plugin-s3-storage", "S3 Storage"),
        ("@elizaos/plugin-evm", "EVM"),
        ("@blockrun/elizaos-plugin", "Blockrun"),
        ("plugin-octav", "Octav"),
        ("plugin", "Plugin"),
        ("@a/-", "A"),
    ],
)
def test_a_title_says_what_the_name_says(name: str, title: str) -> None:
    assert humanise(name) == title


@pytest.mark.parametrize(
    ("name", "labels", "description", "category"),
    [
        ("@elizaos/plugin-solana", [], None, "blockchain"),
        ("@elizaos/plugin-telegram", ["crypto"], None, "social"),
        ("@acme/plugin-web-search", [], None, "browser"),
        ("@acme/plugin-thing", ["postgres"], None, "database"),
        ("@acme/plugin-thing", [], "Turns text into speech", "media"),
        ("@acme/plugin-thing", ["elizaos"], "Does a thing", "other"),
    ],
)
def test_the_name_decides_before_labels_and_description(
    name: str, labels: list[str], description: str | None, category: str
) -> None:
    assert categorise(name, labels, description) == category


@pytest.mark.parametrize(
    ("name", "address", "verified"),
    [
        ("@elizaos/plugin-pdf", "github:elizaos-plugins/plugin-pdf", True),
        ("@elizaos/plugin-pdf", "github:elizaOS/eliza", True),
        ("@elizaos/plugin-pdf", "github:somebody/plugin-pdf", False),
        ("@elizaos-fans/plugin-pdf", "github:elizaos-plugins/plugin-pdf", False),
        ("plugin-pdf", "github:elizaos-plugins/plugin-pdf", False),
    ],
)
def test_verified_takes_the_scope_and_the_owner(name: str, address: str, verified: bool) -> None:
    assert Listing(name, address).verified is verified
