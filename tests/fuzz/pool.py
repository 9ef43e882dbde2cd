"""What there is to ask for: the ids and names of some tenants."""

from collections import defaultdict
from collections.abc import Iterable

from app.identifiers import Kind, new_id, renamed
from app.ontology.connection import Connection
from app.ontology.repositories import MEMBER_OF
from app.ontology.thing import Thing
from app.plugins.instance import PluginInstance
from tests.fuzz.filling import Filling
from tests.fuzz.tenant import WITNESS, Tenant
from tests.fuzz.world import World


def filling_of(tenants: Iterable[Tenant], world: World, hostile: float) -> Filling:
    """Blanks are filled with what belongs to any of the tenants, or to nobody."""
    ids: dict[str, list[str]] = defaultdict(list)
    slugs = []
    for each in tenants:
        slugs += [each.group.slug, each.child.slug]
        unnamed = each.people[WITNESS].id
        for record in each.records:
            if unnamed in (record.id, getattr(record, "source", None)):
                continue
            ids[record.kind].append(record.id)
            if isinstance(record, PluginInstance):
                ids["instance"].append(record.id)
            elif isinstance(record, Thing) and record.type.endswith("agent"):
                ids["agent"].append(record.id)
            elif isinstance(record, Connection) and record.type == MEMBER_OF:
                ids["membership"].append(renamed(record.id, Kind.MEMBERSHIP))
    ids["plugin"].append(world.plugin.id)
    ids["person"].append(world.shared.id)
    ids["nobody"] += [new_id(kind) for kind in Kind]
    return Filling(ids, {"slug": slugs}, hostile)
