"""plugin-discord stays up and answers what others write, without ever having its token."""

from collections.abc import AsyncIterator

import pytest

from tests.people import People
from tests.plugins.conftest import Teach
from tests.plugins.releases import DISCORD
from tests.plugins.services import Services
from tests.plugins.tenant import configure, events, eventually, in_use, provider, residence, up

CHANNEL = "444555666777888999"


@pytest.fixture(scope="module")
async def instance(people: People, services: Services) -> AsyncIterator[str]:
    """It stays up, for it listens."""
    made = await in_use(
        people,
        DISCORD,
        settings={"DISCORD_APPLICATION_ID": services.discord.bot},
        secrets=[
            {
                "key": "DISCORD_API_TOKEN",
                "value": services.discord.token,
                "hosts": list(services.discord.hosts),
                "positions": ["header:authorization", "body"],
            }
        ],
        allowedHosts=list(services.discord.hosts),
    )
    await configure(people, made, resident=True)
    await up(people, made)
    yield made
    await configure(people, made, resident=False)


async def test_it_logs_in_and_tells_how_to_invite_it(
    people: People, instance: str, services: Services
) -> None:
    async def has_told() -> bool:
        url = f"https://discord.com/api/oauth2/authorize?client_id={services.discord.bot}"
        shown = (await residence(people, instance))["lines"]
        return any(url in line["text"] for line in shown)

    await eventually(has_told)
    (said,) = services.discord.gateway.identified
    assert said["intents"] & (1 << 15)


async def test_its_heart_beats(instance: str, services: Services) -> None:
    assert instance
    before = services.discord.gateway.beats

    async def beats() -> bool:
        return services.discord.gateway.beats >= before + 2

    await eventually(beats, seconds=10)


async def test_its_providers_tell_that_nobody_speaks(people: People, instance: str) -> None:
    voice = await provider(people, instance, "voiceState")
    assert voice["values"] == {"isInVoiceChannel": "false", "roomType": "DM"}
    channel = await provider(people, instance, "channelState")
    assert channel == {"data": {}, "values": {}, "text": ""}  # no message from Discord's channels


async def test_it_answers_what_it_hears(
    people: People, instance: str, services: Services, thinks: Teach
) -> None:
    thinks(
        r"Are you (\w+)\?",
        "<response><thought>Somebody asks.</thought><actions>REPLY</actions><providers></providers>"
        r"<text>Yes, I am \1.</text></response>",
    )
    assert await services.discord.say(CHANNEL, "Are you here?") == 1

    async def has_answered() -> bool:
        return bool(services.discord.messages)

    await eventually(has_answered)
    assert services.discord.messages == [(CHANNEL, "Yes, I am here.")]
    (event,) = await events(people, instance, "agent_message_received")
    assert event["message"]["text"] == "Are you here?"
