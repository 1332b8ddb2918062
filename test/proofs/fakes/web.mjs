/**
 * Web servers, each over the sockets that it is handed. HTTP/1.1 and HTTP/2 answer `fine` once they have the whole request, 404 to paths that
 * begin with /FAIL, and close no connection that is idle. The WebSocket server is silent until it is told to close; it lets nobody in at /FAIL.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSession } from 'node:http2';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTlsServer } from 'node:tls';

import { CERTIFICATE, KEY } from '../certificate.mjs';
import { FIRST_BYTE_MS } from '../places.mjs';

/** @typedef {import('node:net').Socket} Socket */

const IDENTITY = { key: KEY, cert: CERTIFICATE };
const NEVER = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 };
const CLOSE_FRAME = Buffer.from([0x88, 0]);
/** RFC 6455. */
const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const httpServer = createServer(NEVER, answer);
const httpsServer = createSecureServer({ ...IDENTITY, ...NEVER }, answer);
const http2Server = createSession().on('stream', (stream, headers) => {
  stream.on('error', () => undefined);
  stream.respond({ ':status': statusOf(headers[':path']) });
  stream.end('fine');
});
const silentServer = createTlsServer(IDENTITY, secured => reading(secured));
const endingServer = createTlsServer(IDENTITY, secured => {
  reading(secured);
  setTimeout(() => secured.end('x'), FIRST_BYTE_MS);
});

/** @type {Record<'http' | 'https' | 'http2' | 'tls' | 'tlsByteThenFin', (socket: Socket) => void>} */
export const web = {
  http: socket => void httpServer.emit('connection', socket),
  https: socket => void httpsServer.emit('connection', socket),
  http2: socket => void http2Server.emit('connection', socket),
  tls: socket => void silentServer.emit('connection', socket),
  tlsByteThenFin: socket => void endingServer.emit('connection', socket),
};

/** @param {Socket} socket */
export function websocket(socket) {
  let unread = Buffer.alloc(0);
  let upgraded = false;
  socket.on('data', (/** @type {Buffer} */ chunk) => {
    unread = Buffer.concat([unread, chunk]);
    if (!upgraded) {
      const head = unread.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      unread = Buffer.alloc(0);
      if (head.startsWith('GET /FAIL')) {
        socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno');
        return;
      }
      upgraded = true;
      const key = /sec-websocket-key: (\S+)/i.exec(head)?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}${HANDSHAKE_SUFFIX}`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      return;
    }
    // A client masks what it sends: two bytes, four of the mask, then at most 125 here.
    while (unread.length >= 2) {
      const end = 6 + ((unread[1] ?? 0) & 0x7f);
      if (unread.length < end) return;
      if (unread[0] === CLOSE_FRAME[0]) socket.end(CLOSE_FRAME);
      unread = unread.subarray(end);
    }
  });
}

/** A proxy that lets nobody through, says why, and closes. @param {Socket} socket */
export function proxyDenies(socket) {
  socket.once('data', () => {
    socket.write('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    setTimeout(() => socket.end('who are you?'), FIRST_BYTE_MS);
  });
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(request, response) {
  request.on('end', () => {
    response.statusCode = statusOf(request.url);
    response.end('fine');
  });
  request.resume();
}

/** @param {string | undefined} path */
function statusOf(path) {
  return path?.startsWith('/FAIL') === true ? 404 : 200;
}

/** @param {Socket} socket */
function reading(socket) {
  socket.on('error', () => undefined);
  socket.resume();
}
