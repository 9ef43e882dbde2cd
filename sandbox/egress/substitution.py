"""Putting real secrets into requests, and taking them out of responses."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from sandbox.egress.allow_list import AllowList
from sandbox.egress.destination import Destination
from sandbox.egress.placeholder import make_placeholder
from sandbox.grants.secret import Secret
from sandbox.scrub.byte_stream import ByteStream, hiding

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class BoundSecret:
    """A secret that goes to its hosts alone, and what stands for it in the worker."""

    secret: Secret
    placeholder: str
    hosts: AllowList

    @classmethod
    def bind(cls, secret: Secret) -> "BoundSecret":
        """Make a placeholder for a secret.

        Raises:
            ValueError: its value is too short for one.
        """
        placeholder = make_placeholder(secret.key, secret.value)
        return cls(secret, placeholder, AllowList(secret.hosts))

    def goes_into(self, position: str, name: str = "") -> bool:
        """Say whether it may be put into a position, such as a header of some name."""
        wanted = {position, f"{position}:{name.lower()}"}
        return any(each.lower() in wanted for each in self.secret.positions)

    def put_into(self, data: bytes) -> bytes:
        """Replace the placeholder, plain or percent-encoded."""
        for encode in (_plain, _percent):
            data = data.replace(encode(self.placeholder), encode(self.secret.value))
        return data


class Substitution:
    """What one connection's destination gets."""

    def __init__(self, bound: Iterable[BoundSecret], destination: Destination) -> None:
        self._bound = [each for each in bound if each.hosts.allows(destination)]
        self._used: set[str] = set()
        self._body = ByteStream({})

    @property
    def used(self) -> set[str]:
        """Keys of secrets that were put in."""
        in_body = {
            each.secret.key
            for each in self._bound
            if self._body.found & {_plain(each.placeholder), _percent(each.placeholder)}
        }
        return self._used | in_body

    def __bool__(self) -> bool:
        """Whether any secret may go there."""
        return bool(self._bound)

    def target(self, target: bytes) -> bytes:
        """Put secrets into a path and its query."""
        path, mark, query = target.partition(b"?")
        path = self._put("path", "", path)
        parts = [self._put("query", _name_of(part), part) for part in query.split(b"&")]
        return path + mark + b"&".join(parts)

    def headers(self, headers: Headers) -> Headers:
        """Put secrets into headers; the name and password of Basic too."""
        return [(name, self._header(name.decode("ascii"), value)) for name, value in headers]

    def body(self) -> ByteStream | None:
        """Give what puts secrets into a body, if any may go there."""
        into = [each for each in self._bound if each.goes_into("body")]
        if not into:
            return None
        self._body = ByteStream(
            {
                encode(each.placeholder): encode(each.secret.value)
                for each in into
                for encode in (_percent, _plain)
            }
        )
        return self._body

    def response(self) -> ByteStream | None:
        """Give what takes secrets out of an answer, if any may be in there."""
        if not self._bound:
            return None
        return hiding({each.secret.value: each.placeholder for each in self._bound})

    def _header(self, name: str, value: bytes) -> bytes:
        scheme, space, credentials = value.partition(b" ")
        if name.lower() == "authorization" and scheme.lower() == b"basic":
            return scheme + space + self._basic(name, credentials)
        return self._put("header", name, value)

    def _basic(self, name: str, credentials: bytes) -> bytes:
        try:
            plain = base64.b64decode(credentials.strip(), validate=True)
        except binascii.Error:
            return credentials
        return base64.b64encode(self._put("header", name, plain))

    def _put(self, position: str, name: str, data: bytes) -> bytes:
        for each in self._bound:
            if each.goes_into(position, name):
                put = each.put_into(data)
                if put != data:
                    self._used.add(each.secret.key)
                    data = put
        return data


def _plain(text: str) -> bytes:
    return text.encode()


def _percent(text: str) -> bytes:
    return quote(text, safe="").encode()


def _name_of(part: bytes) -> str:
    return part.partition(b"=")[0].decode("latin-1")
