"""What was noticed in a plugin's files."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a place in the code does, or hides."""

    DYNAMIC_IMPORT = "DYNAMIC_IMPORT"
    ENCODED_TEXT = "ENCODED_TEXT"
    ENVIRONMENT = "ENVIRONMENT"
    EVAL = "EVAL"
    EXFILTRATION = "EXFILTRATION"
    FILES = "FILES"
    INCOMPLETE = "INCOMPLETE"
    INSTALL_SCRIPT = "INSTALL_SCRIPT"
    MINIFIED = "MINIFIED"
    NATIVE_ADDON = "NATIVE_ADDON"
    NETWORK = "NETWORK"
    NOT_PARSED = "NOT_PARSED"
    OBFUSCATION = "OBFUSCATION"
    PROCESS = "PROCESS"
    PROTOTYPE_CHANGE = "PROTOTYPE_CHANGE"
    SUSPICIOUS_LINK = "SUSPICIOUS_LINK"
    THREADS = "THREADS"


class Severity(StrEnum):
    """How much a finding should worry who installs the plugin."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


_SEVERITY = {
    FindingKind.OBFUSCATION: Severity.CRITICAL,
    FindingKind.EXFILTRATION: Severity.CRITICAL,
    FindingKind.INSTALL_SCRIPT: Severity.HIGH,
    FindingKind.NATIVE_ADDON: Severity.HIGH,
    FindingKind.PROCESS: Severity.HIGH,
    FindingKind.DYNAMIC_IMPORT: Severity.MEDIUM,
    FindingKind.ENVIRONMENT: Severity.MEDIUM,
    FindingKind.EVAL: Severity.MEDIUM,
    FindingKind.INCOMPLETE: Severity.MEDIUM,
    FindingKind.PROTOTYPE_CHANGE: Severity.MEDIUM,
    FindingKind.SUSPICIOUS_LINK: Severity.MEDIUM,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place.

    Attributes:
        kind: what it does.
        package: the dependency that it is in; empty for the plugin itself.
        file: relative to the plugin's folder.
        line: counted from one; None where the whole file is meant.
        detail: what stands there, shortened.
    """

    kind: FindingKind
    package: str
    file: str
    line: int | None
    detail: str

    @property
    def severity(self) -> Severity:
        """How much it should worry."""
        return _SEVERITY.get(self.kind, Severity.LOW)
