"""What can be missing for search by meaning; each message names the mend."""


class ModelUnavailableError(RuntimeError):
    """The embedding model cannot be had."""


class VectorStoreUnavailableError(RuntimeError):
    """The store of vectors cannot be opened or reached."""
