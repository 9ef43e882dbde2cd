"""Vectors of texts: the same for the same text, nearer the more words two texts share."""

import hashlib
import math
import random


def embedding(text: str, length: int) -> list[float]:
    """A vector of length one whose first number is not zero, which some take for a sign of life."""
    total = [0.0] * length
    for word in text.lower().split():
        drawn = random.Random(hashlib.sha256(word.encode()).digest())  # noqa: S311 - no secret
        total = [sum(pair) for pair in zip(total, (drawn.gauss() for _ in total), strict=True)]
    total[0] = abs(total[0]) + 0.1
    size = math.sqrt(sum(number * number for number in total))
    return [number / size for number in total]
