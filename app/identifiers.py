"""Ids that say what they name: ``thing_65f0c0ffee...``, ordered by time of creation."""

import re
from enum import StrEnum

from bson import ObjectId


class Kind(StrEnum):
    """What an id names; each kind lives in a collection of its own."""

    GROUP = "group"
    PERSON = "person"
    THING = "thing"
    CONNECTION = "connection"
    EVENT = "event"
    KNOWLEDGE = "knowledge"
    VERSION = "version"
    EXECUTION = "execution"
    INSTALL = "install"
    SYNC = "sync"
    ENTRY = "entry"


_PATTERN = re.compile(rf"({'|'.join(Kind)})_[0-9a-f]{{24}}")


def new_id(kind: Kind) -> str:
    """A fresh id, later than every id made before it on this machine."""
    return f"{kind}_{ObjectId()}"


def kind_of(identifier: str) -> Kind | None:
    """What an id names, or None when it is no id of ours."""
    match = _PATTERN.fullmatch(identifier)
    return Kind(match.group(1)) if match else None
