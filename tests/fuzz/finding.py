"""What must not be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """An answer that must not be, and how to see it again."""

    complaint: str
    replay: str = ""
    answer: str = ""

    def __str__(self) -> str:
        return f"{self.complaint}\n{self.answer[:2000]}\n{self.replay[:20_000]}\n"
