"""Values that clients might send: sensible ones, and ones that break what trusts them."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from app.ontology import vocabulary
from app.ontology.event_type import EventType
from app.pagination import encode_cursor

WORDS: Mapping[str, Sequence[str]] = {
    "status": sorted(vocabulary.THING_STATUSES),
    "version": ("1.0.0", "latest", "^1"),
    "plugin": ("plugin-of-everybody", "@elizaos/plugin-that-nobody-ever-published"),
    "query": ("plugins", "what tells about plugins"),
    "label": ("a", "b"),
    "labels": ("a", "b"),
    "add": ("a", "b"),
    "remove": ("a", "b"),
    "email": ("somebody@example.org", "else@example.org"),
    "username": ("somebody", "somebody-else", "everywhere"),
    "after": tuple(encode_cursor([f"{kind}_{'0' * 24}"]) for kind in ("thing", "group", "event")),
    "text": ("Some text.", "More text."),
    "name": ("Some name", "Another name", "plugin-of-everybody"),
}
TYPES: Mapping[str, Sequence[str]] = {
    "createThing": sorted(vocabulary.THING_TYPES),
    "things": ("blog_post", "engineering_agent", "plugin_instance", "elizaos_plugin"),
    "connect": ("references", "following", "owns", "member_of"),
    "connections": ("references", "member_of", "owns", "plugin_created_by"),
    "addKnowledge": ("document", "label"),
    "knowledge": sorted(vocabulary.KNOWLEDGE_TYPES),
    "events": tuple(EventType),
    **dict.fromkeys(("createGroup", "createTenant", "updateGroup"), sorted(vocabulary.GROUP_TYPES)),
}
DATES = ("2026-01-01T00:00:00Z", "2030-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "soon", "")
_POSITIONS: Sequence[list[Any]] = (
    *([], [None], [2**70], [{"$gt": ""}], [{"$date": "x"}], ["thing_1", [], 1]),
)
HOSTILE_TEXTS = (
    "",
    "\0",
    "a\0b",
    "\x1b[31m\x7f\r\n",
    "{$gt: ''}",
    '{"$gt": ""}',
    "$where",
    "' OR 1=1 --",
    "../../../../etc/passwd",
    "thing_" + "0" * 24,
    "thing_" + "f" * 24 + "\n",
    "\u202e\u2066\ufeff",
    "\U0001f3f4" * 50,
    "x" * 100_001,
    "\x85\u2028",
    *(encode_cursor(position) for position in _POSITIONS),
    "eyJ4IjoxfQ==",
    "%00",
)
HOSTILE_JSON: Sequence[Any] = (
    {"$gt": ""},
    {"$where": "sleep(1000)"},
    {"a.b": 1, "$set": {"group": "x"}, "": None},
    {"\0": "\0"},
    {"__proto__": {"admin": True}, "constructor": {}},
    [],
    None,
    True,
    1e308,
    2**63,
    -(2**64) + 1,
    "text",
    {"a": {"b": {"c": [[[[]]]]}}},
    list(range(10_000)),
    {f"key{n}": n for n in range(2_000)},
)
ORDINARY_JSON: Sequence[Any] = ({}, {"a": 1}, {"text": "plain", "list": [1, {"b": None}]})


def text(root: str, name: str, chance: Random) -> str:
    """A sensible text for an argument of that name."""
    if name == "type":
        return chance.choice(TYPES.get(root, ("organization",)))
    if name == "slug":
        return f"slug-{chance.randrange(10**9)}"
    return chance.choice(WORDS.get(name, ("plain", "more")))
