"""Whose signatures count."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field
from pymongo import IndexModel

from app.identifiers import Kind
from app.record import Record, now


class Publisher(Record):
    """Somebody who signs packages with one key.

    Attributes:
        name: for people.
        key_id: ``SHA256:`` and the digest of the key, as signatures name it.
        key: Ed25519, DER in base64.
        trusted_by: id of the person who said so.
    """

    kind: ClassVar[Kind] = Kind.PUBLISHER

    name: str
    key_id: str
    key: str
    trusted_by: str
    trusted_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how publishers are stored."""

        name = "publishers"
        indexes: ClassVar = [IndexModel([("key_id", 1)], unique=True)]
