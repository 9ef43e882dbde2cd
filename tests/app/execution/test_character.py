"""What elizaOS is told of an agent."""

from app.execution.character import character_of


def test_it_gets_what_its_character_has() -> None:
    given = {"bio": "Sells", "system": "Be brief", "style": {"all": ["short"]}, "topics": ["sales"]}
    assert character_of(given | {"salary": 5}) == given


def test_what_has_another_type_is_left_out() -> None:
    assert character_of({"topics": "all", "style": []}) == {}
