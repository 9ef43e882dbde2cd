import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

const FINISHED = new Set(['completed', 'timeout', 'error']);

/** The most rows that summaries of runs are made from. */
const MOST_SUMMARISED = 5_000;

const instant = (log) => log.createdAt.getTime();

/** The runtime's own log rows: model calls, actions, runs. */
export const logMethods = ({ logs }) => ({
  async log(entry) {
    await logs.put([toRow({ ...entry, id: randomUUID(), createdAt: new Date() })]);
  },
  async getLogs({ entityId, roomId, type, count, offset }) {
    return (await logs.find({ entityId, roomId, type }, { count, offset })).map(valueOf);
  },
  async deleteLog(id) {
    await logs.remove([id]);
  },
  async getAgentRunSummaries({ limit = 20, roomId, status, from, to, entityId } = {}) {
    const newest = await logs.find({ roomId, entityId }, { count: MOST_SUMMARISED });
    const rows = newest.map(valueOf).reverse();
    const ofRuns = rows.filter((log) => log.body?.runId);
    const runs = [...Map.groupBy(ofRuns, (log) => log.body.runId)]
      .map(([runId, of]) => summarise(runId, of))
      .filter((run) => !status || status === 'all' || run.status === status)
      .filter((run) => run.startedAt >= (from ?? 0) && run.startedAt <= (to ?? Infinity))
      .sort((a, b) => b.startedAt - a.startedAt);
    return { runs: runs.slice(0, limit), total: runs.length, hasMore: runs.length > limit };
  },
});

function toRow(log) {
  const { id, entityId, roomId, type, body, createdAt } = log;
  const fields = { entityId, roomId, type, runId: body?.runId, status: body?.status };
  return rowOf(id, log, { name: type, at: createdAt, fields });
}

function summarise(runId, logs) {
  const end = logs.find((log) => FINISHED.has(log.body.status));
  const startedAt = instant(logs[0]);
  const endedAt = end ? instant(end) : null;
  const { messageId, roomId, entityId } = { ...logs[0], ...logs[0].body };
  return {
    runId,
    status: end?.body.status ?? 'started',
    startedAt,
    endedAt,
    durationMs: endedAt === null ? null : endedAt - startedAt,
    messageId,
    roomId,
    entityId,
    counts: countKinds(logs),
  };
}

function countKinds(logs) {
  const starting = (prefix) => logs.filter((log) => log.type?.startsWith(prefix)).length;
  return {
    actions: starting('action'),
    modelCalls: starting('useModel'),
    errors: logs.filter((log) => log.body.status === 'error').length,
    evaluators: starting('evaluator'),
  };
}
