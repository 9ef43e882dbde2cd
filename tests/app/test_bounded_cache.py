"""A cache holds what was used last, up to its weight."""

from app.bounded_cache import BoundedCache


def test_what_was_not_used_for_longest_makes_room() -> None:
    cache: BoundedCache[int] = BoundedCache(10)
    cache.put("a", 1, 4)
    cache.put("b", 2, 4)
    assert cache.get("a") == 1
    cache.put("c", 3, 4)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (1, None, 3)
    assert (cache.weight, len(cache)) == (8, 2)


def test_a_value_that_is_put_again_weighs_once() -> None:
    cache: BoundedCache[int] = BoundedCache(10)
    cache.put("a", 1, 8)
    cache.put("a", 2, 6)
    assert (cache.get("a"), cache.weight) == (2, 6)


def test_what_is_too_heavy_by_itself_is_not_kept() -> None:
    cache: BoundedCache[int] = BoundedCache(10)
    cache.put("a", 1, 9)
    cache.put("b", 2, 11)
    assert (cache.get("a"), cache.get("b"), cache.weight) == (1, None, 9)
