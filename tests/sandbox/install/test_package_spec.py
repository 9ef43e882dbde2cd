import pytest

from sandbox.install.package_spec import is_exact_version, is_package_name, is_version_request


@pytest.mark.parametrize("name", ["is-number", "@elizaos/plugin-starter", "@1BDO/plugin-delta"])
def test_a_published_name_is_a_name(name: str) -> None:
    assert is_package_name(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "/etc", "a/b", "@a", "@/b", "@a/b/c", "a b", "a\n", "-g@x", "x" * 215],
)
def test_a_path_or_an_option_is_no_name(name: str) -> None:
    assert not is_package_name(name)


@pytest.mark.parametrize("version", ["1.7.2", "2.0.0-alpha.5", "1.0.0+build.1"])
def test_an_exact_version_is_recognised(version: str) -> None:
    assert is_exact_version(version)


@pytest.mark.parametrize("version", ["1.7", "^1.7.2", "latest", "01.0.0", "1.0.0\n", "../1.0.0"])
def test_anything_else_is_not_exact(version: str) -> None:
    assert not is_exact_version(version)


@pytest.mark.parametrize("version", ["^1.7.0", ">=1.0.0 <2", "1.x", "1 || 2", "next", "*", "~1.2"])
def test_a_range_or_a_tag_asks_for_a_version(version: str) -> None:
    assert is_version_request(version)


@pytest.mark.parametrize(
    "version",
    ["", "git+ssh://x", "file:../x", "http://x/y.tgz", "npm:x@1", "a b", "1; rm", "x" * 101],
)
def test_an_address_asks_for_no_version(version: str) -> None:
    assert not is_version_request(version)
