"""The dependency graph of made-up plugins in a real database."""

from collections.abc import Mapping

import pytest

from app.catalog.dependency_graph import MAX_EDGES, MAX_NODES, DependencyGraph
from app.catalog.dependency_service import MAX_DEPTH
from app.database import Database
from app.errors import InvalidInput, NotFound, VersionIncompatible
from tests.app.catalog.shelf import Shelf, needs, peers
from tests.mongodb_commands import counted_reads


@pytest.fixture
async def shelf(database: Database) -> Shelf:
    return Shelf(database)


async def graph(shelf: Shelf, name: str, version: str | None = None) -> DependencyGraph:
    return await shelf.service.graph(shelf.ids[name], version)


def versions(found: DependencyGraph) -> dict[str, str | None]:
    return {node.name: node.version for node in found.nodes.values()}


def arrows(found: DependencyGraph) -> list[tuple[str, str, str, bool]]:
    return [
        (wish.wanted_by, wish.package, wish.range, satisfied) for wish, satisfied in found.edges
    ]


def conflicts(found: DependencyGraph) -> dict[str, list[tuple[str, str]]]:
    return {
        each.package: [(wish.wanted_by, wish.range) for wish in each.wishes]
        for each in found.conflicts()
    }


class TestFollow:
    async def test_plugins_are_followed_and_other_packages_are_not(self, shelf: Shelf) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="^1.0.0", zod="^3")})
        await shelf.publish("b", {"1.0.0": needs(c="*"), "1.2.0": needs(c="~2.0"), "2.0.0": {}})
        await shelf.publish("c", {"2.0.1": needs(lodash="4"), "2.1.0": {}})

        found = await graph(shelf, "a")

        assert versions(found) == {
            "a": "1.0.0",
            "b": "1.2.0",
            "zod": None,
            "c": "2.0.1",
            "lodash": None,
        }
        assert arrows(found) == [
            ("a", "b", "^1.0.0", True),
            ("a", "zod", "^3", True),
            ("b", "c", "~2.0", True),
            ("c", "lodash", "4", True),
        ]
        assert (found.cycles(), found.conflicts(), found.truncated) == ([], [], False)

    async def test_an_alias_leads_to_the_package_it_means(self, shelf: Shelf) -> None:
        await shelf.publish("a", {"1.0.0": needs(other="npm:b@^1")})
        await shelf.publish("b", {"1.0.0": {}})
        assert arrows(await graph(shelf, "a")) == [("a", "b", "npm:b@^1", True)]

    async def test_a_range_that_nothing_published_is_in_is_not_satisfied(
        self, shelf: Shelf
    ) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="^9", c="next", gone="1", unread="^9")})
        await shelf.publish("b", {"1.0.0": {}})
        await shelf.publish("c", {"1.0.0": {}})
        await shelf.publish("gone", {"1.0.0": {}}, available=False)
        await shelf.publish("unread", {}, available=None)

        found = await graph(shelf, "a")

        assert {target: satisfied for _, target, _, satisfied in arrows(found)} == {
            "b": False,
            "c": False,
            "gone": False,
            "unread": True,
        }
        assert set(versions(found).values()) == {"1.0.0", None}

    async def test_it_tells_whose_dependencies_nobody_knows(self, shelf: Shelf) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="*", zod="*")})
        await shelf.publish("b", {"1.0.0": None})
        found = await graph(shelf, "a")
        assert {name: node.complete for name, node in found.nodes.items()} == {
            "a": True,
            "b": False,
            "zod": False,
        }


class TestVersion:
    @pytest.mark.parametrize(
        ("asked", "chosen"),
        [
            (None, "1.1.0"),
            ("latest", "1.1.0"),
            ("^1.0.0", "1.1.0"),
            ("1.0.0", "1.0.0"),
            ("<1.1", "1.0.0"),
            ("alpha", "2.0.0-alpha.2"),
            ("^2.0.0-alpha", "2.0.0-alpha.2"),
        ],
    )
    async def test_a_version_range_or_tag_is_taken_as_an_install_takes_it(
        self, shelf: Shelf, asked: str | None, chosen: str
    ) -> None:
        published = {each: needs() for each in ("1.0.0", "2.0.0-alpha.2", "1.1.0")}
        await shelf.publish("a", published, alpha="2.0.0-alpha.2")
        assert versions(await graph(shelf, "a", asked)) == {"a": chosen}

    @pytest.mark.parametrize("asked", ["9.9.9", "^9", "nightly"])
    async def test_one_that_is_not_there_is_refused(self, shelf: Shelf, asked: str) -> None:
        await shelf.publish("a", {"1.0.0": {}, "1.1.0": {}})
        with pytest.raises(VersionIncompatible, match=r"a has no version") as refused:
            await graph(shelf, "a", asked)
        assert refused.value.hint == "The newest are: 1.1.0, 1.0.0."

    @pytest.mark.parametrize("asked", ["", "git+https://example.test/a.git", "1" * 101, "\0"])
    async def test_what_is_no_version_is_refused(self, shelf: Shelf, asked: str) -> None:
        await shelf.publish("a", {"1.0.0": {}})
        with pytest.raises(InvalidInput):
            await graph(shelf, "a", asked)

    @pytest.mark.parametrize("available", [None, False])
    async def test_a_plugin_that_cannot_be_had_stands_alone(
        self, shelf: Shelf, available: bool | None
    ) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="1")}, available=available)
        assert versions(await graph(shelf, "a")) == {"a": None}

    async def test_an_unknown_plugin_is_not_found(self, shelf: Shelf) -> None:
        with pytest.raises(NotFound):
            await shelf.service.graph("thing_" + "0" * 24)


class TestTrouble:
    async def test_cycles_are_told(self, shelf: Shelf) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="1")})
        await shelf.publish("b", {"1.0.0": needs(c="1", d="1")})
        await shelf.publish("c", {"1.0.0": needs(a="1")})
        await shelf.publish("d", {"1.0.0": peers(b="1")})
        found = await graph(shelf, "a")
        assert found.cycles() == [["b", "d"], ["a", "b", "c"]]

    async def test_a_core_that_two_want_differently_is_a_conflict(self, shelf: Shelf) -> None:
        core = "@elizaos/core"
        await shelf.publish("a", {"1.0.0": {"dependencies": {"b": "1", core: "^1.7.0"}}})
        await shelf.publish("b", {"1.0.0": {"peerDependencies": {core: "2.0.0-alpha.3"}}})

        found = await graph(shelf, "a")

        assert conflicts(found) == {core: [("a", "^1.7.0"), ("b", "2.0.0-alpha.3")]}
        assert found.conflicts()[0].peer
        assert all(satisfied for *_, satisfied in arrows(found))

    async def test_of_a_plugin_only_published_versions_count(self, shelf: Shelf) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="1", c=">=1.2")})
        await shelf.publish("b", {"1.0.0": needs(c="<1.5")})
        await shelf.publish("c", {"1.0.0": {}, "1.6.0": {}})

        found = await graph(shelf, "a")

        assert conflicts(found) == {"c": [("a", ">=1.2"), ("b", "<1.5")]}
        assert not found.conflicts()[0].peer
        assert versions(found)["c"] == "1.6.0"

    async def test_whoever_needs_another_version_of_the_root_is_in_conflict(
        self, shelf: Shelf
    ) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="*"), "2.0.0": {}})
        await shelf.publish("b", {"1.0.0": peers(a="^2")})
        assert conflicts(await graph(shelf, "a", "1.0.0")) == {"a": [("a", "1.0.0"), ("b", "^2")]}

    @pytest.mark.parametrize(
        "written", ["*", "workspace:*", "git+https://example.test/x.git", "latest"]
    )
    async def test_what_asks_for_anything_contradicts_nobody(
        self, shelf: Shelf, written: str
    ) -> None:
        await shelf.publish("a", {"1.0.0": needs(b="1", x="2.0.0-alpha")})
        await shelf.publish("b", {"1.0.0": needs(x=written)})
        assert conflicts(await graph(shelf, "a")) == {}


async def reads(shelf: Shelf, name: str) -> int:
    with counted_reads() as counted:
        await graph(shelf, name)
    return counted.total()


async def tree(shelf: Shelf, prefix: str, width: int) -> None:
    """A plugin that needs ``width`` others, of which each needs one more."""
    many = {str(f"{number}.0.0"): needs() for number in range(20)}
    level = {f"{prefix}-{number}": "*" for number in range(width)}
    await shelf.publish(prefix, {"1.0.0": {"dependencies": level}})
    for name in level:
        below = {"dependencies": {f"{name}-below": "*", "zod": "^3"}}
        await shelf.publish(name, {**many, "30.0.0": below})
        await shelf.publish(f"{name}-below", {"1.0.0": needs(lodash="4")})


class TestBounds:
    async def test_reads_grow_with_levels_alone(self, shelf: Shelf) -> None:
        await tree(shelf, "narrow", 2)
        await tree(shelf, "wide", 100)
        assert await reads(shelf, "narrow") == await reads(shelf, "wide") == 2 + 3 + 3 + 2

    async def test_a_long_chain_is_cut(self, shelf: Shelf) -> None:
        names = [f"p{number}" for number in range(MAX_DEPTH + 5)]
        for name, following in zip(names, [*names[1:], None], strict=True):
            await shelf.publish(name, {"1.0.0": needs(**({following: "1"} if following else {}))})

        found = await graph(shelf, names[0])

        assert found.truncated
        assert list(found.nodes) == names[: MAX_DEPTH + 1]
        assert not (await graph(shelf, names[5])).truncated

    async def test_a_large_graph_is_cut_and_answered_soon(self, shelf: Shelf) -> None:
        names = [f"p{number}" for number in range(60)]
        everyone = {name: f"^1.{number}" for number, name in enumerate(names)}
        for name in names:
            others: Mapping[str, str] = {f"{name}-{number}": "1" for number in range(90)}
            await shelf.publish(name, {"1.99.0": {"dependencies": {**everyone, **others}}})

        found = await graph(shelf, names[0])

        assert found.truncated
        assert len(found.nodes) == MAX_NODES
        assert len(found.edges) <= MAX_EDGES
        assert len(found.cycles()) == 60
        assert found.conflicts() == []
