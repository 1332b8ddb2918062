/**
 * The other end: one process, one port for each way a peer can behave. It prints its ports as one line of JSON and ends with its stdin.
 *
 * Invariant: it is never the process that is measured, so that its ends of the connections are not counted.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';

import { mysql } from './fakes/mysql.mjs';
import { postgres, postgresDenies } from './fakes/postgres.mjs';
import { redis } from './fakes/redis.mjs';
import { smtp } from './fakes/smtp.mjs';

/** Long enough for a twin that lets go at once to have gone, short enough to be waited for. */
const FIRST_BYTE_MS = 150;

/**
 * What the peer does with a connection, by the name that a proof gives it. Every one reads, and closes back when the twin closes.
 * @type {Record<string, (socket: import('node:net').Socket) => void>}
 */
const BEHAVIOURS = {
  silent: () => undefined,
  byteThenSilent: socket => void setTimeout(() => socket.write('x'), FIRST_BYTE_MS),
  byteThenFin: socket => void setTimeout(() => socket.end('x'), FIRST_BYTE_MS),
  mysql,
  postgres,
  postgresDenies,
  redis,
  smtp,
};

/** @type {Record<string, number>} */
const ports = {};
for (const [name, behave] of Object.entries(BEHAVIOURS)) {
  const server = createServer(socket => {
    // A twin that destroys with unread bytes sends a reset.
    socket.on('error', () => undefined);
    behave(socket);
    socket.resume();
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('a TCP server has a port');
  }
  ports[name] = address.port;
}

process.stdin.on('end', () => process.exit(0)).resume();
console.log(JSON.stringify(ports));
