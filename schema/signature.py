"""Who vouches for a version."""

from typing import Self

import strawberry

from app.catalog.version import StoredSignature
from sandbox.install.signature import SignatureState
from schema.access import covered


@covered
@strawberry.type(description="Who vouches for a version's package, as far as could be verified.")
class Signature:
    """A signature."""

    state: SignatureState = strawberry.field(
        description="Of the registry's signature; of the publisher's for an upload."
    )
    signer: str | None = strawberry.field(description="Id of the key that signed.")
    provenance: SignatureState = strawberry.field(
        description="Of the signed statement of where and from what it was built."
    )

    @classmethod
    def of(cls, stored: StoredSignature) -> Self:
        """The API's view of a stored signature."""
        return cls(
            state=SignatureState(stored.state),
            signer=stored.signer,
            provenance=SignatureState(stored.provenance),
        )
