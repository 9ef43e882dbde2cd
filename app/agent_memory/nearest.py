"""Which vectors point most nearly in a direction."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FLOAT = np.dtype("<f4")


def nearest(
    vectors: Sequence[tuple[str, bytes]], direction: bytes, threshold: float, most: int
) -> list[tuple[str, float]]:
    """Give keys with the cosine, best first, of those at or over the threshold.

    Vectors of another length than the direction are of another model, and left out. Exact: it
    reads every vector; call it off the event loop.
    """
    wanted = [(key, vector) for key, vector in vectors if len(vector) == len(direction)]
    if not wanted:
        return []
    matrix = np.frombuffer(b"".join(vector for _, vector in wanted), dtype=_FLOAT)
    cosines = _cosines(matrix.reshape(len(wanted), -1), np.frombuffer(direction, dtype=_FLOAT))
    best = np.argsort(-cosines, kind="stable")[:most]
    return [(wanted[i][0], float(cosines[i])) for i in best if cosines[i] >= threshold]


def _cosines(matrix: NDArray[np.float32], direction: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(direction)
    with np.errstate(invalid="ignore", over="ignore"):
        cosines = np.nan_to_num(matrix @ direction / np.where(lengths > 0, lengths, 1))
    return np.asarray(cosines, dtype=np.float32)
