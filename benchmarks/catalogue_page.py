"""The page that tells which plugins load."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

REPORT = Path(__file__).parents[1] / "docs" / "compatibility.md"
BASELINE = "The baseline: 94 of 103 load, 92 initialise"
MOST_TEXT = 240
Row = dict[str, Any]

# In the order of the table.
MEANINGS = {
    "does not load": "no version that was tried can be imported",
    "no plugin": "it loads, and is a library or an adapter of a database of core 0.x",
    "loads": "it exports a plugin, which does not register and initialise on a runtime",
    "initialises": "it does, and asks for settings or has services that did not start without",
    "starts": "it initialises, and so do all its services",
}


def result(row: Row) -> str:
    """What came of a plugin, in a word or two."""
    if not row["loaded"]:
        return "does not load" if row["is_plugin"] else "no plugin"
    if not row["initialised"]:
        return "loads"
    return "initialises" if row["reason"] or row["services_not_started"] else "starts"


def page(rows: Sequence[Row]) -> str:
    """A summary and a table."""
    order = list(MEANINGS)
    known = sorted(rows, key=lambda row: (order.index(result(row)), row["name"]))
    lines = [
        "# Which plugins load",
        "",
        "`make catalogue-report` installs and loads every plugin of the index that the registry "
        "has, alone and in full",
        "isolation, without settings and network: the newest version, and up to five others where "
        "that does not load.",
        "",
        *_summary(known),
        "",
        "| Plugin | Version | Result | Why, or what was needed |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_line, known)]) + "\n"


def _summary(rows: Sequence[Row]) -> list[str]:
    counts = Counter(map(result, rows))
    loaded = [row for row in rows if row["loaded"]]
    older = sum("instead_of" in row for row in loaded)
    initialised = sum(row["initialised"] for row in loaded)
    return [
        f"Of {len(rows)}, {len(loaded)} load, {older} of them in another version than the newest; "
        f"{initialised} initialise.",
        f"{BASELINE}.",
        "",
        "| Result | Plugins | Meaning |",
        "|---|---|---|",
        *(f"| {name} | {counts[name]} | {words} |" for name, words in MEANINGS.items()),
    ]


def _line(row: Row) -> str:
    words = "; ".join(part for part in _words(row) if part) or "nothing was needed"
    text = " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")
    shown = text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}…"
    return f"| {row['name']} | {row['version']} | {result(row)} | {shown} |"


def _words(row: Row) -> list[str]:
    instead = row.get("instead_of")
    skipped = f"instead of {instead['version']}: {instead['reason']}" if instead else ""
    services = [
        f"service {each['service']} did not start: {each['reason']}"
        for each in row["services_not_started"]
    ]
    return [skipped, row["reason"] or "", *services, *row["repairs"]]
