"""Everything that search can find about a plugin."""

from app.catalog.capability import Capability
from app.catalog.plugin import Plugin
from app.catalog.version import PluginVersion
from app.knowledge import facts
from app.knowledge.passages import Passage
from app.knowledge.readme import readme_passages
from app.packed import unpack

NOT_TELLING = frozenset({"plugin", "elizaos", "eliza"})  # keywords that most plugins have


def plugin_passages(
    plugin: Plugin, readme: str | None, version: PluginVersion | None
) -> list[Passage]:
    """The passages of a plugin; ``version`` is the one that tells of its compatibility.

    A long README takes some milliseconds: call it off the event loop.
    """
    known = plugin.properties
    keywords = [word for word in known.keywords if word.casefold() not in NOT_TELLING]
    passages = facts.description_passages(known.title, plugin.name, known.description, keywords)
    passages += readme_passages(readme or "", known.title)
    capabilities = [_capability(item) for item in known.capabilities]
    passages += facts.capability_passages(known.title, capabilities)
    settings = [
        facts.SettingFacts(item.key, item.description, item.required, item.secret)
        for item in known.settings
    ]
    passages += facts.settings_passages(known.title, settings)
    if version:
        compatibility = _compatibility(version, known.license)
        passages += facts.compatibility_passages(known.title, compatibility)
    return passages


def _capability(known: Capability) -> facts.CapabilityFacts:
    return facts.CapabilityFacts(
        known.kind.value, known.name, known.description, known.similes, unpack(known.examples)
    )


def _compatibility(version: PluginVersion, license_: str | None) -> facts.CompatibilityFacts:
    probed = version.compatibility
    return facts.CompatibilityFacts(
        version.version,
        license_,
        version.core_range,
        loaded=probed.loaded if probed else None,
        repairs=probed.repairs if probed else (),
        reason=probed.reason if probed else None,
    )
