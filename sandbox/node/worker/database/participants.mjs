import { rowOf, valueOf } from './tables.mjs';

/** Who is in which room, and how they follow it. */
export const participantMethods = ({ participants, entities }) => ({
  async addParticipantsRoom(entityIds, roomId) {
    const ids = entityIds.map((entityId) => placeOf(roomId, entityId));
    const known = new Set((await participants.get(ids)).map((row) => row.id));
    const added = entityIds.filter((entityId) => !known.has(placeOf(roomId, entityId)));
    await participants.put(added.map((entityId) => toRow(roomId, entityId, null)));
    return true;
  },
  async removeParticipant(entityId, roomId) {
    const isThere = await this.isRoomParticipant(roomId, entityId);
    await participants.remove([placeOf(roomId, entityId)]);
    return isThere;
  },
  async getParticipantsForEntity(entityId) {
    const [entity] = await entities.get([entityId]);
    const rooms = await this.getRoomsForParticipant(entityId);
    return entity ? rooms.map(() => ({ id: entityId, entity: entity.value })) : [];
  },
  async getParticipantsForRoom(roomId) {
    return (await participants.find({ roomId })).map((row) => row.fields.entityId);
  },
  async isRoomParticipant(roomId, entityId) {
    return (await participants.get([placeOf(roomId, entityId)])).length === 1;
  },
  async getRoomsForParticipant(entityId) {
    return this.getRoomsForParticipants([entityId]);
  },
  async getRoomsForParticipants(entityIds) {
    const places = await participants.find({ entityId: entityIds });
    return [...new Set(places.map((row) => row.fields.roomId))];
  },
  async getParticipantUserState(roomId, entityId) {
    const [row] = await participants.get([placeOf(roomId, entityId)]);
    return valueOf(row)?.state ?? null;
  },
  async setParticipantUserState(roomId, entityId, state) {
    await participants.put([toRow(roomId, entityId, state)]);
  },
});

const placeOf = (roomId, entityId) => `${roomId}/${entityId}`;

const toRow = (roomId, entityId, state) =>
  rowOf(placeOf(roomId, entityId), { state }, { fields: { roomId, entityId } });
