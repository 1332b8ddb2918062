/**
 * A MySQL server that knows one answer: a row with a 1 to every SELECT, OK to everything else, an error to what begins with FAIL. Text
 * queries only, every password is right, no TLS. It closes when it is told to.
 */

/** Long passwords, a database to begin with, the protocol since 4.1, transactions, 20 bytes of salt. */
const CAPABILITIES = 0x0001 | 0x0008 | 0x0200 | 0x2000 | 0x8000;
const UTF8 = 33;
const AUTOCOMMIT = 2;
const COMMAND = { quit: 1, query: 3 };
const LONG_TYPE = 3;

/** @param {import('node:net').Socket} socket */
export function mysql(socket) {
  let unread = Buffer.alloc(0);
  let greeted = false;
  socket.write(packet(0, greeting()));
  socket.on('data', (/** @type {Buffer} */ chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 4) {
      const end = 4 + unread.readUIntLE(0, 3);
      if (unread.length < end) return;
      const sequence = unread[3] ?? 0;
      const body = unread.subarray(4, end);
      unread = unread.subarray(end);
      if (!greeted) {
        greeted = true;
        socket.write(packet(sequence + 1, OK));
      } else if (body[0] === COMMAND.quit) {
        socket.end();
      } else {
        socket.write(answer(body[0] === COMMAND.query ? body.toString('utf8', 1) : ''));
      }
    }
  });
}

/** @param {string} text */
function answer(text) {
  if (text.startsWith('FAIL')) return packet(1, Buffer.concat([Buffer.from([0xff]), int16(1064), Buffer.from('#42000syntax error')]));
  if (!/^select/i.test(text)) return packet(1, OK);
  return Buffer.concat([Buffer.from([1]), column(), END, Buffer.from([1, 0x31]), END].map((body, i) => packet(i + 1, body)));
}

function greeting() {
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.0.0\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0'),
    int16(CAPABILITIES),
    Buffer.from([UTF8]),
    int16(AUTOCOMMIT),
    // The upper capabilities, the length of the salt, and what is reserved.
    Buffer.alloc(2 + 1 + 10),
    Buffer.from('123456789012\0'),
  ]);
}

/** Catalogue, database, table twice, name twice; then twelve bytes of what a value is. */
function column() {
  const strings = ['def', '', '', '', 'one', ''].map(text => Buffer.from([text.length, ...Buffer.from(text)]));
  return Buffer.concat([...strings, Buffer.from([12]), int16(UTF8), Buffer.from([11, 0, 0, 0, LONG_TYPE, 0, 0, 0, 0, 0])]);
}

/**
 * @param {number} sequence
 * @param {Buffer} body
 */
function packet(sequence, body) {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
}

/** @param {number} value */
function int16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

const OK = Buffer.from([0, 0, 0, AUTOCOMMIT, 0, 0, 0]);
const END = Buffer.from([0xfe, 0, 0, AUTOCOMMIT, 0]);
