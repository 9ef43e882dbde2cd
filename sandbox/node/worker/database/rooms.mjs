import { randomUUID } from 'node:crypto';
import { rowOf, valueOf } from './tables.mjs';

/** Rooms, by id. */
export const roomMethods = ({ rooms, participants }) => ({
  async getRoomsByIds(ids) {
    return (await rooms.get(ids)).map(valueOf);
  },
  async getRoomsByWorld(worldId) {
    return (await rooms.find({ worldId })).map(valueOf);
  },
  async createRooms(created) {
    const added = created.map((room) => ({ ...room, id: room.id ?? randomUUID() }));
    await rooms.put(added.map((room) => toRow(room)));
    return added.map((room) => room.id);
  },
  async updateRoom(room) {
    const [known] = await rooms.get([room.id]);
    await rooms.put([toRow({ ...valueOf(known), ...room }, known?.at)]);
  },
  async deleteRoom(id) {
    const inRoom = await participants.find({ roomId: id });
    await participants.remove(inRoom.map((row) => row.id));
    await rooms.remove([id]);
  },
  async deleteRoomsByWorldId(worldId) {
    for (const { id } of await rooms.find({ worldId })) await this.deleteRoom(id);
  },
});

function toRow(room, at) {
  const { worldId, type, source } = room;
  return rowOf(room.id, room, { name: room.name, at, fields: { worldId, type, source } });
}
