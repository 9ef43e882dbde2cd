"""``one-graph token``: a token for somebody with a role."""

import asyncio
from datetime import timedelta

import typer

from app.auth.tokens import issue
from app.commands.attach import mongodb_uri
from app.commands.person import person_with
from app.database import Database
from app.embedded.keys import signing_key
from app.errors import InvalidInput
from app.ontology.connection import Connection
from app.ontology.group import Group
from app.ontology.person import Person
from app.ontology.role import Role
from app.settings import Settings


def run(role: Role, group: str | None, hours: float | None) -> None:
    """Print the token.

    Raises:
        InvalidInput: the lifetime is longer than ONE_TOKEN_HOURS_MAX.
        NotFound: there is no such group, or nobody has that role in it.
        ServiceUnavailable: no server runs here and no database is set.
    """
    settings = Settings.load()
    lifetime = _lifetime(settings, hours)
    person = asyncio.run(_person_of(settings, role, group))
    typer.echo(issue(signing_key(settings), person, lifetime))


def _lifetime(settings: Settings, hours: float | None) -> timedelta:
    if hours is not None and hours > settings.token_hours_max:
        raise InvalidInput(
            f"A token of {hours:g} hours is not made here.",
            f"Ask for {settings.token_hours_max:g} at most, or set ONE_TOKEN_HOURS_MAX.",
        )
    return timedelta(hours=hours or settings.token_hours)


async def _person_of(settings: Settings, role: Role, group: str | None) -> str:
    database = Database(mongodb_uri(settings), settings.mongodb_database)
    try:
        await database.open([Group, Person, Connection])
        return await person_with(database, role, group)
    finally:
        await database.close()
