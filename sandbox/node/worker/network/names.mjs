import net from 'node:net';

/*
 * Code that looks a name up before it connects gets an address that only stands for the name:
 * from 198.18.0.0/15, which no host on the internet has.
 */
const MOST_NAMES = 1 << 16;

const addresses = new Map();
const names = new Map();

/** The address that stands for a name in this worker. @param {string} name */
export function addressOf(name) {
  const spelt = String(name).toLowerCase().replace(/\.$/, '');
  if (net.isIP(spelt)) return spelt;
  const known = addresses.get(spelt);
  if (known) return known;
  const number = addresses.size;
  if (number >= MOST_NAMES) throw new Error('A worker looks up no more than 65536 names');
  const address = `198.18.${number >> 8}.${number & 255}`;
  addresses.set(spelt, address);
  names.set(address, spelt);
  return address;
}

/** The name that an address stands for, or the address itself. @param {string} host */
export function nameOf(host) {
  const bare = String(host).replace(/^\[|\]$/g, '');
  return names.get(bare) ?? bare;
}
