"""What an earlier version stored is brought up to this one's at the start."""

from app.database import Database
from app.ontology.bootstrap import Bootstrap
from app.ontology.connection import Connection
from app.ontology.person import Person
from app.ontology.repositories import ConnectionRepository, PersonRepository

AUTHOR = {"_id": "person_1", "username": "npm:ada", "display_name": "Ada", "email": None}
MEMBER = {"_id": "person_2", "username": "bob", "display_name": "Bob", "email": None}


async def test_authors_become_public_and_members_do_not(database: Database) -> None:
    await database.collection(Person).insert_many([AUTHOR, MEMBER])
    await Bootstrap(database).run()
    author, member = await PersonRepository(database).get_many(["person_1", "person_2"])
    assert author
    assert member
    assert (author.public, member.public) == (True, False)


async def test_the_index_that_kept_groups_from_connecting_the_same_is_dropped(
    database: Database,
) -> None:
    connections = database.collection(Connection)
    await connections.create_index([("source", 1), ("type", 1), ("target", 1)], unique=True)
    for _ in range(2):  # the second time there is none
        await Bootstrap(database).run()
    repository = ConnectionRepository(database)
    for group in ("group_1", "group_2"):
        made = Connection(type="powers", source="a", target="b", group=group)
        await repository.insert(made)
    assert await repository.count({"source": "a"}) == 2
