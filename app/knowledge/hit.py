"""A passage that search by meaning found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """``source`` is the thing it is about; ``score`` the cosine of the angle, 1 at best."""

    knowledge_id: str
    source: str
    field: str
    score: float
