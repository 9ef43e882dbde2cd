import { randomUUID } from 'node:crypto';
import { rowsWhere } from './tables.mjs';

/** Rooms, by id. */
export const roomMethods = ({ rooms, participants }) => ({
  async getRoomsByIds(ids) {
    return ids.map((id) => rooms.get(id)).filter(Boolean);
  },
  async getRoomsByWorld(worldId) {
    return rowsWhere(rooms, { worldId });
  },
  async createRooms(created) {
    return created.map((room) => {
      const id = room.id ?? randomUUID();
      rooms.set(id, { ...room, id });
      return id;
    });
  },
  async updateRoom(room) {
    rooms.set(room.id, { ...rooms.get(room.id), ...room });
  },
  async deleteRoom(id) {
    rooms.delete(id);
    participants.delete(id);
  },
  async deleteRoomsByWorldId(worldId) {
    for (const room of rowsWhere(rooms, { worldId })) await this.deleteRoom(room.id);
  },
});
