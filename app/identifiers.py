"""Ids that say what they name: ``thing_65f0c0ffee...``, ordered by time of creation."""

import re
from datetime import UTC, datetime
from enum import StrEnum

from bson import ObjectId


class Kind(StrEnum):
    """What an id names. A membership is a connection seen as a person's place in a group."""

    GROUP = "group"
    PERSON = "person"
    THING = "thing"
    CONNECTION = "connection"
    MEMBERSHIP = "membership"
    EVENT = "event"
    KNOWLEDGE = "knowledge"
    VERSION = "version"
    EXECUTION = "execution"
    INSTALL = "install"
    SYNC = "sync"
    ENTRY = "entry"
    DATA_KEY = "datakey"
    SECRET = "secret"  # noqa: S105 - a word, no password
    REQUEST = "request"
    STORED = "stored"
    DATABASE = "database"
    ISOLATION = "isolation"
    PUBLISHER = "publisher"
    RESIDENCE = "residence"
    RESULT = "result"


_PATTERN = re.compile(rf"({'|'.join(Kind)})_[0-9a-f]{{24}}")


_LAST_SECOND = 2**32 - 1  # that an ObjectId can hold


def new_id(kind: Kind) -> str:
    """A fresh id, later than every id made before it on this machine."""
    return f"{kind}_{ObjectId()}"


def first_id(kind: Kind, moment: datetime) -> str:
    """No id that is made at ``moment`` (without a zone: UTC) or later comes before this one."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = min(max(int(aware.timestamp()), 0), _LAST_SECOND)
    return f"{kind}_{seconds:08x}{'0' * 16}"


def renamed(identifier: str, kind: Kind) -> str:
    """The id of the same document seen as another kind of node."""
    return f"{kind}_{identifier.rpartition('_')[2]}"


def kind_of(identifier: str) -> Kind | None:
    """What an id names, or None when it is no id of ours."""
    match = _PATTERN.fullmatch(identifier)
    return Kind(match.group(1)) if match else None
