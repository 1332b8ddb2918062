/**
 * What clients do with a server that a twin opens, by the name that a proof gives it.
 *
 * Invariant: every one reads, and closes back when the twin closes. A client that has sent its FIN waits for the twin's, however long.
 */
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';

import { FIRST_BYTE_MS, HOST } from './places.mjs';

/** @typedef {import('node:net').Socket} Socket */

const GET = ['GET / HTTP/1.1', 'Host: twin'];
const CONNECT = ['CONNECT example.org:443 HTTP/1.1', 'Host: example.org:443'];
const UPGRADE = [
  'GET /live HTTP/1.1',
  'Host: twin',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** @type {Readonly<Record<string, (port: number) => void>>} */
export const CLIENTS = {
  silent: port => void dial(port),
  byteThenFin: port => endLate(dial(port), 'x'),
  garbage: port => void dial(port).write('garbage\r\n\r\n'),
  httpThenFin: port => endLate(ask(port, GET)),
  connect: port => void ask(port, CONNECT),
  connectThenFin: port => endLate(ask(port, CONNECT)),
  upgrade: port => void ask(port, UPGRADE),
  upgradeThenFin: port => endLate(ask(port, UPGRADE)),
  tls: port => void dialSecurely(port),
  tlsByteThenFin: port => endLate(dialSecurely(port), 'x'),
};

/** @param {number} port */
function dial(port) {
  return reading(connect(port, HOST));
}

/** @param {number} port */
function dialSecurely(port) {
  return reading(connectSecurely({ port, host: HOST, rejectUnauthorized: false }));
}

/**
 * @param {number} port
 * @param {readonly string[]} head
 */
function ask(port, head) {
  const socket = dial(port);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
}

/**
 * @template {Socket} T
 * @param {T} socket
 */
function reading(socket) {
  // A twin that destroys with unread bytes sends a reset, and so does one that is stopped.
  socket.on('error', () => undefined);
  socket.resume();
  return socket;
}

/**
 * @param {Socket} socket
 * @param {string} [lastWords]
 */
function endLate(socket, lastWords) {
  setTimeout(() => (lastWords === undefined ? socket.end() : socket.end(lastWords)), FIRST_BYTE_MS);
}
