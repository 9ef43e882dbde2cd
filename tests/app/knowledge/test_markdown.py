"""A hostile README shows as harmless HTML."""

import time

import pytest

from app.knowledge.markdown import readme_html
from app.knowledge.source_repository import SourceRepository

REPOSITORY = SourceRepository("github.com", "acme", "tools", "packages/pdf")


def test_ordinary_markdown_is_rendered() -> None:
    html = readme_html("# T\n\n**b** ~~s~~ `c`\n\n|a|\n|-|\n|1|\n\n- x\n\n```js\nf()\n```")
    for part in ("<h1>T</h1>", "<strong>b</strong>", "<s>s</s>", "<td>1</td>", "<li>x</li>", "f()"):
        assert part in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "[x](javascript:alert(1))",
        "<a href=' JaVaScRiPt:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='vbscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "<iframe src='https://evil.example'></iframe>",
        "<form action='https://evil.example'><input name=password><button>Go</button></form>",
        "<style>body{display:none}</style>",
        "<p style='position:fixed' class='overlay' id='login'>x</p>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<base href='https://evil.example'>",
        "<math><mtext></style><img src=x onerror=alert(1)>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<video><source onerror=alert(1)></video>",
        "<object data='https://evil.example'></object><embed src=x>",
    ],
)
def test_nothing_hostile_is_left(hostile: str) -> None:
    html = readme_html(hostile, REPOSITORY)
    tags = [tag.split(">")[0].lower() for tag in html.split("<")[1:]]
    for word in ("script", "onerror", "onload", "style", "data:", "iframe", "form", "input"):
        assert not any(word in tag for tag in tags)
    for word in ("meta", "base ", "class", "id=", "svg", "math", "evil.example", "object"):
        assert not any(word in tag for tag in tags)


def test_links_pass_nothing_on_to_where_they_lead() -> None:
    expected = '<a href="https://a.example/" rel="nofollow noopener noreferrer">'
    assert expected in readme_html("[x](https://a.example/)")


def test_relative_addresses_lead_into_the_packages_part_of_the_repository() -> None:
    html = readme_html("[d](docs/a.md) [l](../../LICENSE) ![i](/img/i.png)", REPOSITORY)
    assert 'href="https://github.com/acme/tools/blob/HEAD/packages/pdf/docs/a.md"' in html
    assert 'href="https://github.com/acme/tools/blob/HEAD/LICENSE"' in html
    assert 'src="https://github.com/acme/tools/raw/HEAD/img/i.png"' in html


@pytest.mark.parametrize(
    "address", ["docs/a.md", "#usage", "//evil.example/x", "../../../../x", "http://[bad"]
)
def test_addresses_that_lead_nowhere_known_are_dropped(address: str) -> None:
    repository = None if address.startswith("docs") else REPOSITORY
    assert "href" not in readme_html(f'<a href="{address}">x</a>', repository)


def test_images_without_encryption_are_dropped() -> None:
    assert "src" not in readme_html("![x](http://a.example/x.png)")


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 20_000,
        "[a]: https://a.example/" + "x" * 40_000 + "\n\n" + "[a]" * 15_000,
        "> " * 50_000,
        "[" * 100_000,
        "![" * 50_000,
        "*a_ " * 25_000,
        "a" * 5_000_000,
    ],
    ids=["divs", "references", "quotes", "brackets", "images", "stars", "length"],
)
def test_a_bomb_is_bounded_in_time_and_size(bomb: str) -> None:
    started = time.perf_counter()
    assert len(readme_html(bomb)) < 1_000_000
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "address",
    [
        "github:acme/tools",
        "acme/tools",
        "git+https://github.com/acme/tools.git",
        "https://github.com/acme/tools/tree/main/x#readme",
        "git@github.com:acme/tools.git",
        "git+ssh://git@github.com/acme/tools.git",
    ],
)
def test_a_repository_is_understood_in_each_of_npms_forms(address: str) -> None:
    assert SourceRepository.parse(address) == SourceRepository("github.com", "acme", "tools")


@pytest.mark.parametrize("address", ["", "x", "https://git.example/acme/tools", "gist:123"])
def test_an_unknown_repository_is_none(address: str) -> None:
    assert SourceRepository.parse(address) is None


def test_gitlab_has_pages_of_its_own() -> None:
    repository = SourceRepository.parse("gitlab:acme/tools")
    assert repository
    assert repository.page("a.md") == "https://gitlab.com/acme/tools/-/blob/HEAD/a.md"
