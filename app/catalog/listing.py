"""What is known of a plugin before its package was read: from its name and the index."""

from dataclasses import dataclass

from app.catalog.category import categorise
from app.catalog.community import community_entry
from app.catalog.plugin import PluginProperties
from app.catalog.title import humanise
from app.knowledge.source_repository import SourceRepository

OFFICIAL_SCOPE = "@elizaos/"
OFFICIAL_OWNERS = frozenset({"elizaos", "elizaos-plugins"})


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the index: an npm name, and the repository that it is said to come from."""

    name: str
    address: str

    @property
    def repository(self) -> str | None:
        """The repository's page."""
        return page(self.address)

    @property
    def verified(self) -> bool:
        """Whether elizaOS itself publishes the package, as far as names can tell.

        The npm scope is one that only the organisation can publish in, and the index names one
        of its own accounts as the owner. Neither the package's own claims count, nor does this
        say that anybody has reviewed its code.
        """
        found = SourceRepository.parse(self.address)
        official = found is not None and found.owner.lower() in OFFICIAL_OWNERS
        return official and self.name.startswith(OFFICIAL_SCOPE)

    @property
    def properties(self) -> PluginProperties:
        """What the catalogue shows until the package was read."""
        known = community_entry(self.name)
        description = known.get("description")
        return PluginProperties(
            title=humanise(self.name),
            description=description,
            category=categorise(self.name, known.get("topics", ()), description),
            repository=self.repository,
            verified=self.verified,
        )


def page(address: str) -> str | None:
    """The page of a repository, by its address in any of npm's forms; None for other hosts."""
    found = SourceRepository.parse(address)
    return f"https://{found.host}/{found.owner}/{found.name}" if found else None
