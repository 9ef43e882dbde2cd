"""Where the files beside a README can be seen."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

_ADDRESS = re.compile(
    r"^(?:(?:git\+)?(?:https?|ssh|git)://(?:[\w.-]+@)?(?P<host>[\w.-]+)/|(?P<short>\w+):|"
    r"git@(?P<ssh>[\w.-]+):)?"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?(?:[#?/].*)?$"
)
_HOSTS = {None: "github.com", "github": "github.com", "gitlab": "gitlab.com"}
_PAGES = {"github.com": "blob/HEAD", "gitlab.com": "-/blob/HEAD"}
_FILES = {"github.com": "raw/HEAD", "gitlab.com": "-/raw/HEAD"}


@dataclass(frozen=True)
class SourceRepository:
    """A repository on GitHub or GitLab; ``directory`` is the package's own inside it."""

    host: str
    owner: str
    name: str
    directory: str = ""

    @classmethod
    def parse(cls, address: str, directory: str = "") -> "SourceRepository | None":
        """The repository that a ``package.json`` names, in any of npm's forms; none if unknown."""
        match = _ADDRESS.match(address.strip())
        if match is None:
            return None
        host = match["host"] or match["ssh"] or _HOSTS.get(match["short"])
        if host is None or host.lower() not in _PAGES:
            return None
        return cls(host.lower(), match["owner"], match["name"], directory)

    def page(self, path: str) -> str | None:
        """The page that shows a file, by its path from the README; none outside the repository."""
        return self._resolve(_PAGES[self.host], path)

    def file(self, path: str) -> str | None:
        """The file itself, for instance an image."""
        return self._resolve(_FILES[self.host], path)

    def _resolve(self, view: str, path: str) -> str | None:
        root = f"https://{self.host}/{self.owner}/{self.name}/{view}/"
        folder = urljoin(root, f"{self.directory.strip('/')}/") if self.directory else root
        address = urljoin(root if path.startswith("/") else folder, path.lstrip("/"))
        return address if address.startswith(root) and not path.startswith("#") else None
