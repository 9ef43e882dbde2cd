"""Passages of what is known about a plugin beyond its README."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.knowledge.names import names_of
from app.knowledge.passages import Passage, PassageField, number, pack

MAX_CAPABILITIES = 100
MAX_EXAMPLES = 2  # conversations of one capability
MAX_LINES = 6  # of one conversation


@dataclass(frozen=True)
class CapabilityFacts:
    """One capability; ``examples`` is what the plugin declares, of whatever shape."""

    kind: str
    name: str
    description: str | None = None
    similes: Sequence[str] = ()
    examples: object = None


@dataclass(frozen=True)
class SettingFacts:
    """One setting that the plugin declares or was seen to read."""

    key: str
    description: str | None = None
    required: bool = False
    secret: bool = False


@dataclass(frozen=True)
class CompatibilityFacts:
    """One version, and how it loaded; ``loaded`` is unknown until it was tried."""

    version: str
    license: str | None = None
    core_range: str | None = None
    loaded: bool | None = None
    repairs: Sequence[str] = ()
    reason: str | None = None


def description_passages(
    title: str, name: str, description: str | None, keywords: Sequence[str] = ()
) -> list[Passage]:
    """What the plugin says it is, in a sentence, with its npm name and keywords."""
    heading = title if title == name else f"{title} ({name})"
    pieces = [f"{heading}: {description}" if description else heading]
    if keywords:
        pieces.append(f"Keywords: {', '.join(keywords)}")
    words = f"{name.rsplit('/', 1)[-1].replace('-', ' ')} {title}"
    passages = number(pack(pieces), PassageField.DESCRIPTION)
    names = tuple(sorted(names_of(name, title)))
    return [replace(passage, heading=words, names=names) for passage in passages]


def capability_passages(title: str, capabilities: Sequence[CapabilityFacts]) -> list[Passage]:
    """One passage a capability, and one for each of its first examples."""
    known = capabilities[:MAX_CAPABILITIES]
    described = [next(pack([_described(title, capability)])) for capability in known]
    shown = [
        next(pack([f"{title}, example of {capability.name}", *lines]))
        for capability in known
        for lines in _conversations(capability.examples)
    ]
    return [*number(described, PassageField.CAPABILITY), *number(shown, PassageField.EXAMPLE)]


def settings_passages(title: str, settings: Iterable[SettingFacts]) -> list[Passage]:
    """The settings with their descriptions, as many to a passage as fit."""
    lines = [_setting(setting) for setting in settings]
    texts = (f"{title} > Settings\n{text}" for text in pack(lines))
    return number(texts, PassageField.SETTINGS)


def compatibility_passages(title: str, facts: CompatibilityFacts) -> list[Passage]:
    """Version, licence, the core it wants and how it loaded."""
    sentences = [f"{title} > Compatibility", f"Version: {facts.version}."]
    if facts.license:
        sentences.append(f"Licence: {facts.license}.")
    if facts.core_range:
        sentences.append(f"Works with @elizaos/core {facts.core_range}.")
    if facts.loaded is not None:
        sentences.append(_loading(facts))
    return number(pack(sentences), PassageField.COMPATIBILITY)


def _described(title: str, capability: CapabilityFacts) -> str:
    text = f"{title} > {capability.kind.capitalize()} {capability.name}"
    if capability.description:
        text += f": {capability.description}"
    if capability.similes:
        text += f"\nAlso called: {', '.join(capability.similes)}"
    return text


def _setting(setting: SettingFacts) -> str:
    notes = [note for note, holds in _notes(setting) if holds]
    key = f"{setting.key} ({', '.join(notes)})" if notes else setting.key
    return f"{key}: {setting.description}" if setting.description else key


def _notes(setting: SettingFacts) -> Sequence[tuple[str, bool]]:
    return (("required", setting.required), ("secret", setting.secret))


def _loading(facts: CompatibilityFacts) -> str:
    if not facts.loaded:
        return f"Does not load: {facts.reason or 'no reason known'}."
    if facts.repairs:
        return f"Loads with repairs: {', '.join(facts.repairs)}."
    return "Loads as it is."


def _conversations(examples: object) -> Iterator[list[str]]:
    """What is said in the first examples: elizaOS has lists of ``{name, content: {text}}``."""
    if not isinstance(examples, list):
        return
    for conversation in examples[:MAX_EXAMPLES]:
        turns = conversation if isinstance(conversation, list) else [conversation]
        lines = [line for turn in turns[:MAX_LINES] if (line := _spoken(turn))]
        if lines:
            yield lines


def _spoken(turn: object) -> str | None:
    content = turn.get("content") if isinstance(turn, dict) else None
    text = content.get("text") if isinstance(content, dict) else None
    return text if isinstance(text, str) and text.strip() else None
