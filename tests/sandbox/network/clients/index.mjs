/* Each method uses one library as plugins use it, and gives what came back. */
const HOST = 'https://api.example.com';

const first = (emitter, name, take) =>
  new Promise((resolve, reject) => {
    emitter.addEventListener(name, (event) => resolve(take(event)));
    emitter.addEventListener('error', (event) => reject(event.error ?? new Error(String(event.message))));
  });

class Clients {
  static serviceType = 's';
  capabilityDescription = 'Uses libraries';
  static async start() {
    return new Clients();
  }
  async stop() {}

  async undici() {
    const { request } = await import('undici');
    return (await request(`${HOST}/text`)).body.text();
  }

  async undiciAgent() {
    const { Agent, fetch } = await import('undici');
    return (await fetch(`${HOST}/text`, { dispatcher: new Agent({ connections: 2 }) })).text();
  }

  async axios() {
    const { default: axios } = await import('axios');
    return (await axios.get(`${HOST}/text`)).data;
  }

  async got() {
    const { default: got } = await import('got');
    return got(`${HOST}/text`).text();
  }

  async nodeFetch() {
    const { default: fetch } = await import('node-fetch');
    return (await fetch(`${HOST}/text`)).text();
  }

  async ws() {
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(HOST.replace('https', 'wss') + '/live');
    const text = await first(socket, 'message', ({ data }) => String(data));
    socket.terminate();
    return text;
  }

  async webSocket() {
    const socket = new WebSocket(HOST.replace('https', 'wss') + '/live');
    return first(socket, 'message', ({ data }) => data);
  }

  async eventSource() {
    const { EventSource } = await import('eventsource');
    const source = new EventSource(`${HOST}/events`);
    const text = await first(source, 'message', ({ data }) => data);
    source.close();
    return text;
  }

  async ethers() {
    const { JsonRpcProvider } = await import('ethers');
    const provider = new JsonRpcProvider(`${HOST}/rpc`, 1, { staticNetwork: true });
    const block = await provider.getBlockNumber();
    provider.destroy();
    return String(block);
  }

  async solana() {
    const { Connection } = await import('@solana/web3.js');
    return String(await new Connection(`${HOST}/rpc`).getSlot());
  }

  async grammy(token) {
    const { Api } = await import('grammy');
    return (await new Api(token, { apiRoot: HOST }).getMe()).username;
  }

  async telegraf(token) {
    const { Telegraf } = await import('telegraf');
    const bot = new Telegraf(token, { telegram: { apiRoot: HOST } });
    return (await bot.telegram.getMe()).username;
  }
}

export default { name: 'clients', description: 'Uses libraries', services: [Clients] };
