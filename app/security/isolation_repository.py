"""Access to reports of isolation in MongoDB."""

from app.database import Row
from app.repository import Repository
from app.security.isolation_report import AttackOutcome, IsolationReport


class IsolationReportRepository(Repository[IsolationReport]):
    """The latest report of each machine."""

    document = IsolationReport

    def load(self, row: Row) -> IsolationReport:
        """The report behind a stored row."""
        row["outcomes"] = [AttackOutcome.model_validate(each) for each in row["outcomes"]]
        return super().load(row)

    async def put(self, report: IsolationReport) -> None:
        """Keep a report in place of its machine's former one."""
        fields = report.model_dump(exclude={"id", "revision_id"})
        await self.collection.update_one(
            {"machine": report.machine},
            {"$set": fields, "$setOnInsert": {"_id": report.id}},
            upsert=True,
        )
