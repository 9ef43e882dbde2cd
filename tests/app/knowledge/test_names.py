"""A package has several names."""

from app.knowledge.names import names_of


def test_a_package_is_known_by_its_short_names_and_its_title() -> None:
    expected = {"@elizaos/plugin-pdf", "plugin-pdf", "pdf", "pdf reader"}
    assert names_of("@elizaos/plugin-pdf", "PDF Reader") == expected
