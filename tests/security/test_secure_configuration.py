"""Configuration: a public server tells no more than it has to."""

import pytest
from graphql import get_introspection_query

from app.catalog.plugin import Plugin, PluginProperties, plugin_key
from app.database import Database
from tests.people import People
from tests.serving import GraphQLClient, Json, ServerProcess

INSIDE = ("Traceback", "File ", ".py", "pymongo", "strawberry", "site-packages", "KeyError")
PAGES = ("/", "/graphiql", "/playground", "/console", "/graphql", "/altair", "/voyager", "/docs")
WRONG: tuple[Json, ...] = (
    {"query": "{"},
    {"query": "{ unknown }"},
    {"query": "{ node }"},
    {"query": "query ($i: ID!) { node(id: $i) { id } }", "variables": {}},
    {"query": '{ node(id: "x") { id } }', "operationName": "other"},
    {"query": "{ __typename }", "variables": []},
    {"query": 1},
    {},
    "text",
    None,
)
SCHEMA_QUERIES = (
    get_introspection_query(),
    "{ s: __schema { queryType { name } } }",
    '{ __type(name: "Query") { name } }',
    "{ ...f } fragment f on Query { ... { __schema { types { name } } } }",
    "query A { __typename } query B { __schema { types { name } } }",
    "mutation { __schema { types { name } } }",
)
NEAR = (
    "{ plugi { id } }",
    "{ plugin(nam: 1) { id } }",
    "{ plugins(sort: NAM) { totalCount } }",
    "{ plugins(filter: {verifie: true}) { totalCount } }",
    "query ($f: PluginFilte) { plugins(filter: $f) { totalCount } }",
)
CALLERS = ("stranger", "owner")


@pytest.mark.parametrize("body", WRONG, ids=str)
async def test_an_error_tells_nothing_of_the_inside(people: People, body: Json) -> None:
    response = await people.stranger.http.post("/graphql", json=body)
    assert response.json()["errors"][0]["extensions"]["code"]
    assert not [word for word in INSIDE if word in response.text]


async def test_what_nobody_foresaw_is_told_as_an_id_that_the_log_holds(
    people: People, public: ServerProcess, database: Database
) -> None:
    name = "plugin-of-a-shape-that-nobody-foresaw"
    row = Plugin(name=name, properties=PluginProperties(title=name), unique_key=plugin_key(name))
    stored = row.model_dump(exclude={"id", "revision_id"}) | {"_id": row.id, "created_at": 5}
    await database.collection(Plugin).insert_one(stored)
    query = "query ($n: String) { plugin(name: $n) { createdAt } }"
    answer = await people.stranger.answer(query, n=name)
    await database.collection(Plugin).delete_one({"_id": row.id})
    (error,) = answer["errors"]
    assert error["extensions"].keys() == {"code", "id"}
    assert error["extensions"]["code"] == "INTERNAL"
    assert not [word for word in INSIDE if word in str(answer)]
    _, _, logged = public.log().partition(error["extensions"]["id"])
    assert "Traceback" in logged


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("query", SCHEMA_QUERIES)
async def test_the_schema_is_not_told(people: People, query: str, caller: str) -> None:
    client: GraphQLClient = getattr(people, caller)
    body = {"query": query, "operationName": "B" if "query B" in query else None}
    by_post = (await client.http.post("/graphql", json=body)).json()
    by_get = (await client.http.get("/graphql", params={"query": query})).json()
    (in_batch,) = (await client.http.post("/graphql", json=[body])).json()
    for answer in (by_post, in_batch):
        assert answer["errors"][0]["extensions"]["code"] == "INTROSPECTION_DISABLED"
    for answer in (by_post, by_get, in_batch):
        assert "data" not in answer


@pytest.mark.parametrize("path", PAGES)
async def test_there_is_no_page_to_explore_it(people: People, path: str) -> None:
    response = await people.stranger.http.get(path, headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "<" not in response.text


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("query", NEAR)
async def test_what_names_are_alike_is_not_told(people: People, query: str, caller: str) -> None:
    client: GraphQLClient = getattr(people, caller)
    answer = await client.answer(query)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "Did you mean" not in str(answer)


async def test_a_log_holds_no_token(people: People, public: ServerProcess) -> None:
    await people.owner.data("{ me { id } }")
    token = people.owner.http.headers["authorization"].removeprefix("Bearer ")
    assert token not in public.log()
    assert token.rpartition(".")[2] not in public.log()
