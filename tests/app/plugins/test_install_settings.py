"""By which declarations an install's settings are judged."""

import asyncio
from typing import Any

import pytest

from app.auth.caller import Caller
from app.auth.permission import Permission
from app.auth.principal import Principal
from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.catalog.repository import PluginRepository, VersionRepository
from app.catalog.setting_list import setting_list
from app.catalog.version import Compatibility, PluginVersion
from app.database import Database
from app.errors import InvalidInput
from app.identifiers import Kind, new_id
from app.journal.journal import Journal
from app.journal.repository import JournalRepository
from app.ontology.person import Person
from app.ontology.role import Role
from app.plugins.install_service import InstallRequest, InstallService
from app.record import now
from app.secrets.cipher_key import new_cipher_key
from app.secrets.given import GivenSecret
from app.secrets.master_keys import MasterKeys
from app.secrets.vault import Vault
from app.settings import Settings

NAME = "@example/plugin-paced"


@pytest.fixture(scope="module")
async def plugin(database: Database) -> Plugin:
    """Its version 1.0.0 took words for PACE; the latest takes numbers."""
    latest = setting_list({"PACE": {"type": "number"}, "CREDENTIALS": {"type": "object"}})
    properties = PluginProperties(title="Paced", settings=latest)
    plugin = Plugin(name=NAME, unique_key=plugin_key(NAME), properties=properties)
    await PluginRepository(database).insert(plugin)
    older = PluginVersion(
        plugin=plugin.id,
        name=NAME,
        version="1.0.0",
        settings=setting_list({"PACE": {"enum": ["slow", "fast"]}}),
        compatibility=Compatibility(loaded=True, probed_at=now()),
    )
    await VersionRepository(database).insert(older)
    return plugin


async def install(database: Database, plugin: Plugin, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The settings of the new instance."""
    group = new_id(Kind.GROUP)
    person = Person(username="ada", display_name="Ada")
    caller = Caller(Principal(person, {group: Role.ORG_OWNER}), Permission.MANAGE_PLUGINS)
    vault = Vault(database, MasterKeys.of(new_cipher_key()))
    journal = Journal(JournalRepository(database), 100)
    service = InstallService(database, journal, Settings(), vault, asyncio.Event())
    instance = await service.install(caller, InstallRequest(group, plugin.id, **more))
    return instance.properties.settings


async def test_a_version_that_was_learnt_has_the_word(database: Database, plugin: Plugin) -> None:
    given = {"PACE": "fast"}
    assert await install(database, plugin, version="1.0.0", settings=given) == given
    with pytest.raises(InvalidInput, match="PACE cannot be the text 'odd'"):
        await install(database, plugin, version="1.0.0", settings={"PACE": "odd"})


async def test_else_the_plugin_has(database: Database, plugin: Plugin) -> None:
    for version in (None, "2.0.0"):
        assert await install(database, plugin, version=version, settings={"PACE": 5})
        with pytest.raises(InvalidInput, match="PACE must be of type number"):
            await install(database, plugin, version=version, settings={"PACE": "fast"})


async def test_a_secret_that_does_not_fit_is_refused_too(
    database: Database, plugin: Plugin
) -> None:
    secret = GivenSecret("CREDENTIALS", "no-json-at-all")
    with pytest.raises(InvalidInput, match="CREDENTIALS must be of type object"):
        await install(database, plugin, secrets=[secret])
