"""What reading a plugin brought."""

from dataclasses import dataclass
from typing import Any

from sandbox.analysis.finding import Finding, FindingKind
from sandbox.grants.permission import Permission

_PROPOSED = {
    "browser": (Permission.BROWSER_USE, Permission.NETWORK_EXTERNAL),
    "cache": (Permission.STORAGE_READ, Permission.STORAGE_WRITE),
    "events": (Permission.EVENTS_PUBLISH,),
    "fetch": (Permission.NETWORK_EXTERNAL,),
    "knowledge": (Permission.KNOWLEDGE_QUERY,),
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """Findings, and what the plugin seems to need.

    Attributes:
        findings: the plugin's own first; at most a thousand.
        hosts: names that its own code holds.
        permissions: what it seems to ask its host for.
    """

    findings: tuple[Finding, ...]
    hosts: tuple[str, ...]
    permissions: tuple[Permission, ...]


def read_analysis(answer: dict[str, Any]) -> Analysis:
    """Read what the analyser answered.

    Raises:
        KeyError, TypeError, ValueError: it is no analysis.
    """
    findings = [_finding(each) for each in answer["findings"]]
    if answer["skipped"]:
        detail = f"{answer['skipped']} files were not read in time, {answer['read']} were"
        findings.append(Finding(FindingKind.INCOMPLETE, "", "", None, detail))
    proposed = {each for use in answer["uses"] for each in _PROPOSED.get(use, ())}
    if any(each.kind is FindingKind.NETWORK and not each.package for each in findings):
        proposed.add(Permission.NETWORK_EXTERNAL)
    return Analysis(tuple(findings), tuple(map(str, answer["hosts"])), tuple(sorted(proposed)))


def _finding(fields: dict[str, Any]) -> Finding:
    line = fields["line"]
    return Finding(
        FindingKind(fields["kind"]),
        str(fields["package"]),
        str(fields["file"]),
        line if isinstance(line, int) else None,
        str(fields["detail"]),
    )
