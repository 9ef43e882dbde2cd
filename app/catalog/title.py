"""Names for people, out of npm names."""

import re

_AFFIX = re.compile(r"^(?:plugin-elizaos-|elizaos-plugin-|plugin-)|^eliza(?:os)?(?:-plugin)?$")
_KIND = re.compile(r"^(adapter|cache|client)-(.+)$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+")
_ACRONYMS = frozenset(
    {"ai", "api", "aws", "cli", "evm", "id", "llm", "lp", "mcp", "nft", "nim", "pdf", "rss"}
    | {"s3", "sgx", "sql", "tee", "tts", "ui", "xmtp"}
)


def humanise(name: str) -> str:
    """A title: ``@elizaos/plugin-eliza-classic`` is "Eliza Classic".

    What every package of the ecosystem has in its name is left out; where nothing else is in it,
    the scope is the title. The kind of what is no plugin comes last: "Discord Client".
    """
    scope, _, base = name.rpartition("/")
    base = _AFFIX.sub("", _KIND.sub(r"\2-\1", base))
    words = _words(base) or _words(scope.removeprefix("@")) or [name]
    return " ".join(_shown(word) for word in words)


def _words(text: str) -> list[str]:
    return [word for part in re.split(r"[-_]+", text) for word in _WORD.findall(part)]


def _shown(word: str) -> str:
    return word.upper() if word.lower() in _ACRONYMS else word[0].upper() + word[1:]
