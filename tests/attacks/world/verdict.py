"""What an attacker got from the network, seen from outside its worker."""

import re
from collections.abc import Iterator

from sandbox.grants.grants import Grants
from sandbox.worker.call import Json
from tests.attacks.world.leaks import leaked, strings
from tests.attacks.world.world import World
from tests.sandbox.plugins import Listener

_MOST_OPEN = 80  # 64, and some that their host has not seen the end of
_MOST_TOLD = 130
_SLACK = 1.1


def verdict(
    world: World, grants: Grants, heard: Listener, answer: Json, ending: str
) -> Iterator[str]:
    """Say what it got."""
    yield from _reached(world)
    yield from _misread(world)
    yield from _too_much(world, grants, heard)
    yield from _given_away(world, grants)
    texts = [ending, *strings(answer), *_texts(heard)]
    for secret in grants.secrets:
        if any(leaked(text, secret.value) for text in texts):
            yield f"{secret.key} left the worker"
    if not world.alive:
        yield "the gateway ended"


def _reached(world: World) -> Iterator[str]:
    for name in ("evil.example.com", "private"):
        if world.hosts[name].seen.connections:
            yield f"{name} was reached"


def _misread(world: World) -> Iterator[str]:
    """Requests that two readers understand differently, or that are for somebody else."""
    for name in ("api.example.com", "plain.example.com"):
        for request in world.hosts[name].seen.requests:
            reason = _oddity(request.partition(b"\r\n\r\n")[0], name)
            if reason:
                yield f"{name} got {reason}"


def _oddity(head: bytes, name: str) -> str | None:
    first, _, rest = head.partition(b"\r\n")
    names = [line.partition(b":")[0].lower() for line in rest.split(b"\r\n")]
    hosts = re.findall(rb"(?:^|\n)host: *([^\r\n]*)", rest, re.IGNORECASE)
    odd = {
        "a target that is no path": not re.match(rb"\S+ /", first),
        "a tunnel": first.startswith((b"CONNECT", b"TRACE")),
        "a smuggled request": b" /smuggled" in first or b"smuggled" in b"".join(names),
        "two lengths": sum(map(names.count, (b"content-length", b"transfer-encoding"))) > 1,
        "a name that is none": any(re.search(rb"[ \t\x00]", each) for each in names),
        "lines that end oddly": bool(re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", head)),
        "another host": [*map(_bare, hosts)] != [name.encode()],
        "an upgrade": b"http2-settings" in names,
    }
    return next((reason for reason, found in odd.items() if found), None)


def _bare(host: bytes) -> bytes:
    return re.sub(rb"\.?(?::80|:443)?$", b"", host.strip().lower())


def _too_much(world: World, grants: Grants, heard: Listener) -> Iterator[str]:
    hosts = [host.seen for host in world.hosts.values()]
    requests = sum(len(host.requests) for host in hosts)
    if requests > grants.requests_per_minute:
        yield f"{requests} requests in a minute"
    if sum(host.received for host in hosts) > grants.bytes_per_execution * _SLACK:
        yield "more bytes were sent than granted"
    if any(host.most_open > _MOST_OPEN for host in hosts):
        yield "too many connections at once"
    if any(host.connections > _MOST_OPEN for host in hosts):
        yield "connections without end"
    if len(heard.requests) > _MOST_TOLD:
        yield f"its owner was told of {len(heard.requests)} requests"


def _given_away(world: World, grants: Grants) -> Iterator[str]:
    """Real values at hosts that they are not bound to, or unencrypted at their own."""
    for secret in grants.secrets:
        for name, host in world.hosts.items():
            own = name in secret.hosts and name == "api.example.com"
            texts = (request.decode("latin-1") for request in host.seen.requests)
            if secret.hosts and not own and any(secret.value in text for text in texts):
                yield f"{secret.key} was sent to {name}"


def _texts(heard: Listener) -> Iterator[str]:
    """Everything that the worker's owner heard."""
    yield "".join(map(str, heard.chunks))
    for chunk in heard.chunks:
        yield from strings(chunk)
    yield from (line.text for line in heard.lines)
    yield from map(str, heard.refusals)
    for record in heard.requests:
        yield f"{record.method} {record.url} {record.reason} {record.secrets}"
