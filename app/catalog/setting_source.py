"""Where it is known from that a plugin reads a setting."""

from enum import StrEnum


class SettingSource(StrEnum):
    """From what its author says to what it was seen to do."""

    DECLARED = "DECLARED"
    CONFIG = "CONFIG"
    SCANNED = "SCANNED"
    OBSERVED = "OBSERVED"
