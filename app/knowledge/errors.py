"""What can be missing for search by meaning; each hint names the mend."""

from app.errors import ServiceUnavailable


class ModelUnavailable(ServiceUnavailable):
    """The embedding model cannot be had."""

    code = "MODEL_UNAVAILABLE"


class VectorStoreUnavailable(ServiceUnavailable):
    """The store of vectors cannot be opened or reached."""

    code = "VECTOR_STORE_UNAVAILABLE"
