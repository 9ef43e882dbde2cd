"""Search by meaning over the whole catalogue, against the catalogue's substring filter."""

import json
from itertools import cycle
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.stopwatch import timed
from tests.serving import GraphQLClient

LIMIT = 0.030
QUERIES = json.loads((Path(__file__).parent / "search_queries.json").read_text())
BY_MEANING = "query($text: String!) { searchPlugins(query: $text) { score plugin { name } } }"
BY_TEXT = "query($text: String!) { plugins(filter: {text: $text}, first: 10) { nodes { name } } }"


async def measure(client: GraphQLClient, passages: int) -> list[Figure]:
    """Each query of the evaluation set twice, by both ways."""
    texts = cycle(QUERIES)

    async def by_meaning() -> None:
        await client.data(BY_MEANING, text=next(texts))

    async def by_text() -> None:
        await client.data(BY_TEXT, text=next(texts))

    times = 2 * len(QUERIES)
    ours, theirs = await timed(by_meaning, times), await timed(by_text, times)
    name = f"search over {passages} passages"
    return [Figure(name, ours, LIMIT, "substring filter", theirs)]
