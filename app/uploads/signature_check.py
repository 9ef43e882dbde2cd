"""Whether what was signed still counts."""

from app.catalog.version import PluginVersion
from app.database import Database
from app.errors import SignatureInvalid
from app.uploads.publisher_repository import PublisherRepository
from sandbox.install.signature import SignatureState


class SignatureCheck:
    """Judges a version's signature anew, as activating it does."""

    def __init__(self, database: Database) -> None:
        self._publishers = PublisherRepository(database)

    async def check(self, version: PluginVersion) -> None:
        """Let pass what nobody signed, and whose signature holds.

        Raises:
            SignatureInvalid: its files were changed, or its publisher is trusted no longer.
        """
        known = version.signature
        if known is None:
            return
        if known.state == SignatureState.INVALID:
            raise SignatureInvalid(
                f"The files of {version.name} {version.version} are not those installed.",
                "Install it again, and look who writes into ONE_DATA_DIR/artifacts.",
            )
        if version.tarball and known.signer and not await self._publishers.trusts(known.signer):
            raise SignatureInvalid(
                f"The publisher of {version.name} {version.version} is trusted no longer.",
                "Install a version of somebody trusted, or ask whoever runs the catalogue.",
            )
