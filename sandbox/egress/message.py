"""What the executor and its gateway tell each other: a line of JSON each."""

from datetime import datetime
from typing import Any

import orjson

from sandbox.egress.record import NetworkRecord
from sandbox.grants.grants import Grants
from sandbox.grants.permission import Permission
from sandbox.grants.secret import Secret

Message = dict[str, Any]
LONGEST = 16 * 2**20
"""Bytes of a line: secrets of an instance are its largest part."""


def encode(message: Message) -> bytes:
    """Give a message's line."""
    return orjson.dumps(message) + b"\n"


def decode(line: bytes) -> Message:
    """Read a message's line."""
    message: Message = orjson.loads(line)
    return message


def read_grants(fields: Message) -> Grants:
    """Read what a worker may do."""
    secrets = tuple(
        Secret(**{**each, "hosts": tuple(each["hosts"]), "positions": tuple(each["positions"])})
        for each in fields["secrets"]
    )
    return Grants(
        **{
            **fields,
            "permissions": frozenset(map(Permission, fields["permissions"])),
            "allowed_hosts": tuple(fields["allowed_hosts"]),
            "pinned_hosts": tuple(fields["pinned_hosts"]),
            "secrets": secrets,
        }
    )


def write_grants(grants: Grants) -> Message:
    """Write what a worker may do."""
    return {
        "account": grants.account,
        "permissions": sorted(grants.permissions),
        "allowed_hosts": list(grants.allowed_hosts),
        "pinned_hosts": list(grants.pinned_hosts),
        "requests_per_minute": grants.requests_per_minute,
        "bytes_per_execution": grants.bytes_per_execution,
        "secrets": [
            {
                "key": secret.key,
                "value": secret.value,
                "hosts": list(secret.hosts),
                "positions": list(secret.positions),
            }
            for secret in grants.secrets
        ],
    }


def read_record(fields: Message) -> NetworkRecord:
    """Read the record of a request."""
    at = datetime.fromisoformat(fields["at"])
    return NetworkRecord(**{**fields, "at": at, "secrets": tuple(fields["secrets"])})
