"""Packages that are wanted in ways that no one version can serve."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.catalog.dependency import PEERS
from app.catalog.dependency_offer import Offer
from app.catalog.dependency_wish import Wish
from app.catalog.ranges import have_common_version

MAX_COMPARED = 50  # different wishes for one package


@dataclass(frozen=True, slots=True)
class Conflict:
    """A package that no version can give to all who want it.

    Attributes:
        wishes: all of them, those that agree with each other included.
    """

    package: str
    wishes: Sequence[Wish]

    @property
    def peer(self) -> bool:
        """Whether one of them is a peer dependency, so that a copy for each is no way out."""
        return any(wish.kind in PEERS for wish in self.wishes)


def conflicts(wishes: Iterable[Wish], offers: Mapping[str, Offer | None]) -> list[Conflict]:
    """Every package whose wishes have no version in common, by name.

    Of plugins of the catalogue a published version counts, of other packages any conceivable one.
    """
    grouped: dict[str, list[Wish]] = {}
    for wish in wishes:
        grouped.setdefault(wish.package, []).append(wish)
    return [
        Conflict(package, grouped[package])
        for package in sorted(grouped)
        if not _agree(grouped[package], offers.get(package))
    ]


def _agree(wishes: Sequence[Wish], offer: Offer | None) -> bool:
    different = {wish.range: wish.request for wish in wishes if not wish.request.anything}
    requests = [different[text] for text in sorted(different)][:MAX_COMPARED]
    if len(requests) <= 1:
        return True
    if offer and offer.known:
        return offer.satisfies_all(requests)
    return have_common_version([each.range for each in requests if each.range])
