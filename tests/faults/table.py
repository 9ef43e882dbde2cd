"""The table of faults and ends."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.case import Case

Row = tuple[str, str, str]


@dataclass
class Table:
    """Counts how executions ended."""

    as_expected: Counter[Row] = field(default_factory=Counter)
    otherwise: list[str] = field(default_factory=list)
    rows: dict[Row, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Of executions that ended."""
        return sum(self.rows.values())

    @property
    def share(self) -> float:
        """Of those that ended as they must, 0 to 1."""
        return sum(self.as_expected.values()) / max(self.count, 1)

    def add(self, case: Case, complaint: str | None) -> None:
        """Count one."""
        row = (str(case.fault), case.plugin, f"{case.state} {case.code or ''}".strip())
        self.rows[row] = self.rows.get(row, 0) + 1
        if complaint is None:
            self.as_expected[row] += 1
        else:
            self.otherwise.append(complaint)

    def __str__(self) -> str:
        lines = ["| Fault | Plugin | Must end | Executions | As it must |", "|---|---|---|---|---|"]
        lines += [
            f"| {fault} | {plugin} | {end} | {count} | {self.as_expected[fault, plugin, end]} |"
            for (fault, plugin, end), count in sorted(self.rows.items())
        ]
        return "\n".join([*lines, *self.otherwise[:20]])
