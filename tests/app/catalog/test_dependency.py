"""Manifests say what a package depends on, as npm reads them."""

import pytest

from app.catalog.dependency import (
    MAX_DEPENDENCIES,
    Dependency,
    DependencyKind,
    declared_dependencies,
)

REQUIRED, OPTIONAL = DependencyKind.REQUIRED, DependencyKind.OPTIONAL
PEER, OPTIONAL_PEER = DependencyKind.PEER, DependencyKind.OPTIONAL_PEER


def kinds(manifest: dict[str, object]) -> dict[str, DependencyKind]:
    return {each.package: each.kind for each in declared_dependencies(manifest)}


def test_every_kind_is_told_by_name() -> None:
    manifest = {
        "dependencies": {"zod": "^3 "},
        "optionalDependencies": {"canvas": "1"},
        "peerDependencies": {"react": "*", "vue": "3"},
        "peerDependenciesMeta": {"vue": {"optional": True}, "react": {"optional": False}},
        "devDependencies": {"vitest": "1"},
    }
    assert [each.package for each in declared_dependencies(manifest)] == [
        "canvas",
        "react",
        "vue",
        "zod",
    ]
    assert kinds(manifest) == {
        "zod": REQUIRED,
        "canvas": OPTIONAL,
        "react": PEER,
        "vue": OPTIONAL_PEER,
    }
    assert declared_dependencies(manifest)[-1] == Dependency(
        package="zod", range="^3", kind=REQUIRED
    )


def test_optional_overrides_required_and_both_override_peers() -> None:
    everywhere = {"a": "1"}
    assert kinds(
        {
            "optionalDependencies": everywhere,
            "dependencies": {"a": "2", "b": "2"},
            "peerDependencies": {"a": "3", "b": "3"},
        }
    ) == {"a": OPTIONAL, "b": REQUIRED}


@pytest.mark.parametrize(
    "manifest",
    [
        {},
        {"dependencies": ["a"], "peerDependencies": "b", "optionalDependencies": 3},
        {"dependencies": {"a": 1, "b": None, "": "1", "c": "1" * 257, "d" * 215: "1"}},
        {"peerDependenciesMeta": {"a": {"optional": True}}},
    ],
)
def test_what_has_another_shape_is_left_out(manifest: dict[str, object]) -> None:
    assert declared_dependencies(manifest) == []


def test_a_manifest_cannot_ask_for_too_much() -> None:
    manifest = {"dependencies": {f"p{number:04}": "1" for number in range(1_000)}}
    assert len(declared_dependencies(manifest)) == MAX_DEPENDENCIES
