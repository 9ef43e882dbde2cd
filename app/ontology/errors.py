"""Why a write to the graph changes nothing."""

from app.errors import OneGraphError


class SlugTaken(OneGraphError):
    """Another group has that slug; slugs are addresses, unique over all groups."""

    code = "SLUG_TAKEN"


class AlreadyConnected(OneGraphError):
    """The group has a connection of that type between the two already."""

    code = "ALREADY_CONNECTED"


class AlreadyMember(OneGraphError):
    """The person belongs to the group already."""

    code = "ALREADY_MEMBER"


class LastOwner(OneGraphError):
    """The group would be left without an owner."""

    code = "LAST_OWNER"


class LimitReached(OneGraphError):
    """The group has as many things, people, groups or texts as a setting allows."""

    code = "LIMIT_REACHED"
