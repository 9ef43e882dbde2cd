"""Filtering and sorting the catalogue."""

from datetime import UTC, datetime

import pytest

from app.catalog.capability import Capability, CapabilityKind
from app.catalog.catalogue import Catalogue, PluginFilter, PluginSort
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from app.errors import InvalidInput
from app.identifiers import Kind, new_id
from app.pagination import Window, encode_cursor

ANY = PluginFilter()


def plugin(name: str, **properties: object) -> Plugin:
    return Plugin(
        name=name,
        unique_key=plugin_key(name),
        properties=PluginProperties.model_validate({"title": name.capitalize(), **properties}),
    )


@pytest.fixture
async def catalogue(database: Database) -> Catalogue:
    catalogue = Catalogue(database)
    action = Capability(kind=CapabilityKind.ACTION, name="SWAP")
    for item in (
        plugin("swap", category="finance", license="MIT", install_count=2, capabilities=[action]),
        plugin("chat", category="social", verified=True, available=True, description="Talk (a.b)"),
        plugin("news", category="data", license="MIT", install_count=5, available=False),
        plugin("old", published_at=datetime(2025, 1, 1, tzinfo=UTC)),
        plugin("new", published_at=datetime(2026, 1, 1, tzinfo=UTC)),
    ):
        await catalogue.insert(item)
    return catalogue


async def names(
    catalogue: Catalogue, sort: PluginSort = PluginSort.NAME, chosen: PluginFilter = ANY
) -> list[str]:
    page = await catalogue.plugins(chosen, sort, Window())
    return [item.name for _, item in page.items]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (ANY, ["chat", "new", "news", "old", "swap"]),
        (PluginFilter(category=["finance", "data"]), ["news", "swap"]),
        (PluginFilter(category=[]), []),
        (PluginFilter(license=["MIT"], category=["data"]), ["news"]),
        (PluginFilter(verified=True), ["chat"]),
        (PluginFilter(available=True), ["chat"]),
        (PluginFilter(available=False), ["new", "news", "old", "swap"]),
        (PluginFilter(capability=CapabilityKind.ACTION), ["swap"]),
        (PluginFilter(text="NEW"), ["new", "news"]),
        (PluginFilter(text="talk (a.b"), ["chat"]),
        (PluginFilter(text="a.*b"), []),
    ],
)
async def test_conditions_all_have_to_hold(
    catalogue: Catalogue, chosen: PluginFilter, found: list[str]
) -> None:
    assert await names(catalogue, chosen=chosen) == found
    assert len(await catalogue.ids(chosen)) == len(found)


async def test_the_most_installed_come_first(catalogue: Catalogue) -> None:
    assert (await names(catalogue, PluginSort.POPULARITY))[:2] == ["news", "swap"]


@pytest.mark.parametrize("sort", list(PluginSort))
async def test_pages_of_any_order_show_everything_once(
    catalogue: Catalogue, sort: PluginSort
) -> None:
    whole = await names(catalogue, sort)
    seen: list[str] = []
    after = None
    for _ in whole:
        page = await catalogue.plugins(ANY, sort, Window(1, after))
        [(after, item)] = page.items
        seen.append(item.name)

    assert seen == whole
    assert len(set(seen)) == 5
    assert not page.has_next


async def test_the_latest_come_first_and_the_unpublished_last(catalogue: Catalogue) -> None:
    assert (await names(catalogue, PluginSort.RECENCY))[:2] == ["new", "old"]


@pytest.mark.parametrize(
    "chosen",
    [PluginFilter(text="a" * 201), PluginFilter(text="a\0"), PluginFilter(category=["a"] * 51)],
)
async def test_too_much_of_a_condition_is_refused(
    catalogue: Catalogue, chosen: PluginFilter
) -> None:
    with pytest.raises(InvalidInput):
        await names(catalogue, chosen=chosen)


@pytest.mark.parametrize(
    "position", [["thing_z"], ["name", "a", new_id(Kind.THING)], [new_id(Kind.EVENT)]]
)
async def test_a_cursor_of_another_list_is_refused(
    catalogue: Catalogue, position: list[str]
) -> None:
    window = Window(5, encode_cursor(position))

    with pytest.raises(InvalidInput, match="The cursor is of"):
        await catalogue.plugins(ANY, PluginSort.RECENCY, window)
