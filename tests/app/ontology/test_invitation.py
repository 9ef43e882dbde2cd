"""Who is meant by what an owner says of somebody."""

import pytest

from app.database import Database
from app.ontology.invitation import Invitation


def test_an_address_finds_the_person_and_else_the_username() -> None:
    both = Invitation(email=" Ann@Example.ORG", username="ann").checked()
    assert both.key == {"email": "ann@example.org"}
    assert Invitation(username="Ann.B_c-1").checked().key == {"username": "Ann.B_c-1"}


@pytest.mark.parametrize(
    ("invitation", "stem", "shown"),
    [
        (Invitation(email="ann.lee@example.org"), "ann-lee", "ann.lee"),
        (Invitation(email="ann@example.org", username="Lee"), "lee", "Lee"),
        (Invitation(email="日本@example.org"), "person", "日本"),
        (Invitation(email="ann@example.org", display_name="Ann"), "ann", "Ann"),
        (Invitation(email=f"{'a' * 300}@example.org"), "a" * 50, "a" * 200),
    ],
)
async def test_somebody_new_gets_a_username_that_tells_nothing_of_others(
    database: Database, invitation: Invitation, stem: str, shown: str
) -> None:
    assert database  # documents can be made once it is open
    first, second = invitation.checked().person(), invitation.checked().person()
    assert first.username.rpartition("-")[0] == stem
    assert first.username != second.username
    assert (first.display_name, first.email) == (shown, invitation.email)
    assert (first.public, first.platform_owner) == (False, False)


async def test_somebody_new_without_an_address_gets_just_the_username(database: Database) -> None:
    assert database
    person = Invitation(username="ann").checked().person()
    assert (person.username, person.display_name, person.email) == ("ann", "ann", None)
