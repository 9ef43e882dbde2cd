"""What the registry offers of a package, as far as the catalogue knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.catalog.dependency_request import Request
from app.catalog.ranges import Version, newest, parse_version

LATEST = "latest"


@dataclass(frozen=True)
class Offer:
    """A plugin of the catalogue, with its published versions.

    Attributes:
        available: the registry has the package; None: nobody has looked yet.
        tags: version by dist-tag.
    """

    plugin: str
    name: str
    available: bool | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    published: Sequence[str] = ()

    @property
    def known(self) -> bool:
        """Whether its versions are known at all."""
        return self.available is not None

    @cached_property
    def versions(self) -> list[Version]:
        """What can be had, the newest first."""
        parsed = map(parse_version, self.published if self.available else ())
        return newest(version for version in parsed if version)

    def tagged(self, tag: str) -> Version | None:
        """The version that a dist-tag points to, where it can be had."""
        wanted = parse_version(self.tags.get(tag, ""))
        same = (each for each in self.versions if wanted and each.version == wanted.version)
        return next(same, None)

    def pick(self, request: Request) -> str | None:
        """The version that npm would take: ``latest`` if it will do, else the newest that will."""
        if request.tag is not None:
            chosen = self.tagged(request.tag)
        else:
            chosen = self._latest(request) or self._newest(request)
        return chosen.raw if chosen else None

    def satisfies(self, request: Request) -> bool:
        """Whether a published version will do; True where nothing is known of them."""
        return not self.known or self.pick(request) is not None

    def satisfies_all(self, requests: Iterable[Request]) -> bool:
        """Whether one published version will do for every request."""
        wanted = list(requests)
        tagged = {each.tag: self.tagged(each.tag) for each in wanted if each.tag}
        return any(
            all(each.allows(version, tagged.get(each.tag or "")) for each in wanted)
            for version in self.versions
        )

    def _latest(self, request: Request) -> Version | None:
        latest = self.tagged(LATEST)
        return latest if latest and request.allows(latest, None) else None

    def _newest(self, request: Request) -> Version | None:
        releases = (each for each in self.versions if not (request.anything and each.prerelease))
        return next((each for each in releases if request.allows(each, None)), None)
