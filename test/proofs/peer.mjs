/**
 * The other end: one process, one port for each way a peer can behave. It prints its places as one line of JSON and ends with its stdin.
 * A line there says that a twin serves, and how many clients are to come.
 *
 * Invariant: it is never the process that is measured, so that its ends of the connections are not counted.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

import { CERTIFICATE, KEY } from './certificate.mjs';
import { CLIENTS } from './clients.mjs';
import { mysql } from './fakes/mysql.mjs';
import { postgres, postgresDenies } from './fakes/postgres.mjs';
import { redis } from './fakes/redis.mjs';
import { smtp } from './fakes/smtp.mjs';
import { proxyDenies, web, websocket } from './fakes/web.mjs';
import { FIRST_BYTE_MS, HOST } from './places.mjs';

/** @typedef {import('node:net').Socket} Socket */

/**
 * What the peer does with a connection, by the name that a proof gives it. Every one reads, and closes back when the twin closes.
 * @type {Record<string, (socket: Socket) => void>}
 */
const BEHAVIOURS = {
  silent: socket => void socket.resume(),
  byteThenSilent: socket => later(socket, () => socket.write('x')),
  byteThenFin: socket => later(socket, () => socket.end('x')),
  mysql,
  postgres,
  postgresDenies,
  proxyDenies,
  redis,
  smtp,
  websocket,
  ...web,
};

/** @type {Record<string, number>} */
const ports = {};
for (const [name, behave] of Object.entries(BEHAVIOURS)) {
  const server = createServer(socket => {
    // A twin that destroys with unread bytes sends a reset.
    socket.on('error', () => undefined);
    behave(socket);
  });
  server.listen({ port: 0, host: HOST, backlog: 1024 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('a TCP server has a port');
  }
  ports[name] = address.port;
}

console.log(JSON.stringify({ ports, places: { $host: HOST, $key: KEY, $certificate: CERTIFICATE } }));
createInterface(process.stdin)
  .on('line', line => {
    /** @type {unknown} */
    const parsed = JSON.parse(line);
    const { client, port, count } = /** @type {{ client: string, port: number, count: number }} */ (parsed);
    for (let i = 0; i < count; i += 1) CLIENTS[client]?.(port);
  })
  .on('close', () => process.exit(0));

/**
 * @param {Socket} socket
 * @param {() => void} act
 */
function later(socket, act) {
  socket.resume();
  setTimeout(act, FIRST_BYTE_MS);
}
