"""Who vouches for a package."""

from dataclasses import dataclass
from enum import StrEnum


class SignatureState(StrEnum):
    """What came of verifying a signature."""

    VALID = "VALID"
    INVALID = "INVALID"
    UNSIGNED = "UNSIGNED"
    UNAVAILABLE = "UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Signature:
    """What was verified of a plugin's own tarball when it was installed.

    Attributes:
        state: of the registry's signature, or of the publisher's for an upload. UNAVAILABLE: the
            registry offers no keys to verify with.
        signer: id of the key that signed.
        provenance: of the statement of where it was built. UNAVAILABLE: there is nothing to
            verify it with.
    """

    state: SignatureState = SignatureState.UNAVAILABLE
    signer: str | None = None
    provenance: SignatureState = SignatureState.UNAVAILABLE

    def __post_init__(self) -> None:
        """Take the states as JSON has them."""
        object.__setattr__(self, "state", SignatureState(self.state))
        object.__setattr__(self, "provenance", SignatureState(self.provenance))


NOT_OFFERED = Signature()
