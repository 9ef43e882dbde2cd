"""What people call a package."""


def names_of(package: str, title: str) -> frozenset[str]:
    """What a person may call a package, in lower case.

    ``@elizaos/plugin-pdf`` is also ``plugin-pdf`` and ``pdf``, and its title.
    """
    unscoped = package.rsplit("/", 1)[-1]
    short = unscoped.removeprefix("plugin-")
    return frozenset(name.casefold() for name in (package, unscoped, short, title))
