import { randomUUID } from 'node:crypto';
import { keepNewest, rowsWhere } from './tables.mjs';

const MOST_LOGS = 1000;
const FINISHED = new Set(['completed', 'timeout', 'error']);

const instant = (log) => log.createdAt.getTime();

/** The runtime's own log rows: model calls, actions, runs. */
export const logMethods = ({ logs }) => ({
  async log(entry) {
    const id = randomUUID();
    logs.set(id, { ...entry, id, createdAt: new Date() });
    keepNewest(logs, MOST_LOGS);
  },
  async getLogs({ entityId, roomId, type, count, offset = 0 }) {
    const newestFirst = rowsWhere(logs, { entityId, roomId, type }).reverse();
    return newestFirst.slice(offset, count ? offset + count : undefined);
  },
  async deleteLog(id) {
    logs.delete(id);
  },
  async getAgentRunSummaries({ limit = 20, roomId, status, from, to, entityId } = {}) {
    const rows = rowsWhere(logs, { roomId, entityId }).filter((log) => log.body?.runId);
    const runs = [...Map.groupBy(rows, (log) => log.body.runId)]
      .map(([runId, of]) => summarise(runId, of))
      .filter((run) => !status || status === 'all' || run.status === status)
      .filter((run) => run.startedAt >= (from ?? 0) && run.startedAt <= (to ?? Infinity))
      .sort((a, b) => b.startedAt - a.startedAt);
    return { runs: runs.slice(0, limit), total: runs.length, hasMore: runs.length > limit };
  },
});

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
