"""Which route a request is for."""

import pytest

from app.catalog.route import is_for_route


@pytest.mark.parametrize(
    ("name", "verb", "path"),
    [
        ("GET /hello", None, "/hello"),
        ("GET /hello", "get", "/hello/"),
        ("GET /hello", None, "/hello?loud=1"),
        ("POST /people/:id/name", "POST", "/people/7/name"),
        ("GET /files/*", None, "/files/a/b"),
        ("GET /", None, "/"),
    ],
)
def test_it_fits(name: str, verb: str | None, path: str) -> None:
    assert is_for_route(name, verb, path)


@pytest.mark.parametrize(
    ("name", "verb", "path"),
    [
        ("GET /hello", "POST", "/hello"),
        ("GET /hello", None, "/hello/you"),
        ("POST /people/:id", "POST", "/people"),
        ("GET /files/*", None, "/file"),
    ],
)
def test_it_does_not_fit(name: str, verb: str | None, path: str) -> None:
    assert not is_for_route(name, verb, path)
