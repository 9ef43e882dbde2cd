"""What somebody searches for, and how far to look."""

from app.errors import InvalidInput

MAX_CHARACTERS = 500
MAX_MATCHES = 100
LEAST_PASSAGES = 100  # to look at, of which several may be about one thing
PASSAGES_A_MATCH = 10


def words_of(query: str) -> str:
    """The words of a query, without what nothing can store.

    Raises:
        InvalidInput: it has none, or too many.
    """
    printable = "".join(sign if sign.isprintable() else " " for sign in query)
    words = " ".join(printable.split())
    if not words or len(query) > MAX_CHARACTERS:
        raise InvalidInput(
            f"A query of {len(query)} characters cannot be searched for.",
            f"Describe what to find in 1 to {MAX_CHARACTERS} characters.",
        )
    return words


def checked_size(first: int) -> int:
    """Return how many matches are asked for.

    Raises:
        InvalidInput: not between 1 and 100.
    """
    if not 1 <= first <= MAX_MATCHES:
        raise InvalidInput(f"first is {first}.", f"Ask for 1 to {MAX_MATCHES} matches.")
    return first


def passages_for(matches: int) -> int:
    """How many passages to look at for so many matches."""
    return max(LEAST_PASSAGES, PASSAGES_A_MATCH * matches)
