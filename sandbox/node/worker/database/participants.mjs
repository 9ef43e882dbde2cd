/** Who is in which room, and how they follow it. */
export const participantMethods = ({ participants, participantStates, entities }) => ({
  async addParticipantsRoom(entityIds, roomId) {
    const members = participants.get(roomId) ?? new Set();
    for (const id of entityIds) members.add(id);
    participants.set(roomId, members);
    return true;
  },
  async removeParticipant(entityId, roomId) {
    return participants.get(roomId)?.delete(entityId) ?? false;
  },
  async getParticipantsForEntity(entityId) {
    const entity = entities.get(entityId);
    const rooms = await this.getRoomsForParticipant(entityId);
    return entity ? rooms.map(() => ({ id: entityId, entity })) : [];
  },
  async getParticipantsForRoom(roomId) {
    return [...(participants.get(roomId) ?? [])];
  },
  async isRoomParticipant(roomId, entityId) {
    return participants.get(roomId)?.has(entityId) ?? false;
  },
  async getRoomsForParticipant(entityId) {
    return this.getRoomsForParticipants([entityId]);
  },
  async getRoomsForParticipants(entityIds) {
    const rooms = [...participants];
    return rooms.filter(([, members]) => entityIds.some((id) => members.has(id))).map(([id]) => id);
  },
  async getParticipantUserState(roomId, entityId) {
    return participantStates.get(`${roomId} ${entityId}`) ?? null;
  },
  async setParticipantUserState(roomId, entityId, state) {
    participantStates.set(`${roomId} ${entityId}`, state);
  },
});
