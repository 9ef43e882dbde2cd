"""How well a running server finds plugins by meaning, against its own keyword filter.

Run: python -m benchmarks.search_quality [URL]; ONE_TOKEN is sent when it is set.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

import httpx

QUERIES = Path(__file__).with_name("search_queries.json")
ADDRESS = "http://127.0.0.1:8000/graphql"
FIRST = 10

BY_MEANING = """query($text: String!, $first: Int!) {
  searchPlugins(query: $text, first: $first) { plugin { name } score }
}"""
BY_KEYWORD = """query($text: String!, $first: Int!) {
  plugins(filter: {text: $text}, first: $first) { edges { node { name } } }
}"""

Search = Callable[[str], Sequence[str]]


def main(address: str) -> None:
    """Print hit rates and mean reciprocal rank of both searches, and the ratio of the latter."""
    expected: Mapping[str, Collection[str]] = json.loads(QUERIES.read_text())
    token = os.environ.get("ONE_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(base_url=address, headers=headers, timeout=30) as client:
        meaning = report("searchPlugins", lambda text: by_meaning(client, text), expected)
        keyword = report("plugins(filter.text)", lambda text: by_keyword(client, text), expected)
    print(f"searchPlugins ranks {meaning / keyword:.2f}x as well as the keyword filter (MRR)")


def report(name: str, search: Search, expected: Mapping[str, Collection[str]]) -> float:
    """Print one search's quality and speed over all queries; answers its mean reciprocal rank."""
    ranks, seconds = [], []
    for text, wanted in expected.items():
        started = time.perf_counter()
        found = search(text)
        seconds.append(time.perf_counter() - started)
        ranks.append(next((1 / place for place, n in enumerate(found, 1) if n in wanted), 0.0))
    first, top_five = fmean(r == 1 for r in ranks), fmean(r >= 1 / 5 for r in ranks)
    print(
        f"{name:22} hit@1 {first:.2f}  hit@5 {top_five:.2f}  MRR {fmean(ranks):.3f}  "
        f"p50 {median(seconds) * 1000:.1f} ms"
    )
    return fmean(ranks)


def by_meaning(client: httpx.Client, text: str) -> list[str]:
    """Names of the plugins that the server finds by meaning, best first."""
    matches = _ask(client, BY_MEANING, text)["searchPlugins"]
    return [match["plugin"]["name"] for match in matches]


def by_keyword(client: httpx.Client, text: str) -> list[str]:
    """Names of the plugins that pass the keyword filter, in its order."""
    edges = _ask(client, BY_KEYWORD, text)["plugins"]["edges"]
    return [edge["node"]["name"] for edge in edges]


def _ask(client: httpx.Client, document: str, text: str) -> dict[str, Any]:
    variables = {"text": text, "first": FIRST}
    response = client.post("", json={"query": document, "variables": variables})
    response.raise_for_status()
    answer = response.json()
    if answer.get("errors"):
        raise SystemExit(f"The server answered {text!r} with {answer['errors']}")
    data: dict[str, Any] = answer["data"]
    return data


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
