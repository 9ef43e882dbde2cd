"""Taking secrets out of text that is about to be logged: the last line of defence."""

import re

REDACTED = "[redacted]"
_NAMES = r"authorization|passw(?:or)?d|secret|api[_-]?key|private[_-]?key|token|cookie"
_KEYS = r"\b(?:sk|pk|rk|gh[opsu]|xox[abprs]|akia|npm)[_-]?[a-z0-9_-]{16,}"
_JWT = r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*"
_RULES = [
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\b(bearer|basic)\s+[\w.~+/=-]+", rf"\1 {REDACTED}"),
        (_JWT, REDACTED),
        (_KEYS, REDACTED),
        (r"://[^\s/]+@", f"://{REDACTED}@"),
        (
            rf"""((?:{_NAMES})[\w-]*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&)}}\]]+)""",
            rf"\1{REDACTED}",
        ),
        (r"input_value=.*?, input_type=", f"input_value={REDACTED}, input_type="),
    )
]
_SUSPICIOUS = re.compile(rf"bearer|basic|://|input_value|{_NAMES}|{_JWT}|{_KEYS}", re.IGNORECASE)


def redact(text: str) -> str:
    """``text`` without tokens, passwords, keys and what pydantic found wrong."""
    if _SUSPICIOUS.search(text):
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
    return text
