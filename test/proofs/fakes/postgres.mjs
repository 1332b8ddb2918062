/**
 * A PostgreSQL server that knows one answer: a row with a 1 to every SELECT, success to everything else, an error to what begins with FAIL.
 * Simple and extended queries, no passwords, no TLS. It closes when it is told goodbye, and when it denies the start.
 */

const SSL_REQUEST = 80877103;

/** @typedef {import('node:net').Socket} Socket */

/** @param {Socket} socket */
export function postgres(socket) {
  serve(socket, () => socket.write(Buffer.concat([message('R', int32(0)), message('K', Buffer.alloc(8)), READY])));
}

/** Lets nobody in, as a server does with a wrong password. @param {Socket} socket */
export function postgresDenies(socket) {
  serve(socket, () => socket.end(failure('FATAL', '28P01', 'password authentication failed')));
}

/**
 * @param {Socket} socket
 * @param {() => void} start
 */
function serve(socket, start) {
  let unread = Buffer.alloc(0);
  let started = false;
  let text = '';
  socket.on('data', (/** @type {Buffer} */ chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      // Only the first message has no letter.
      const head = started ? 1 : 0;
      if (unread.length < head + 4) return;
      const end = head + unread.readInt32BE(head);
      if (unread.length < end) return;
      const type = started ? String.fromCharCode(unread[0] ?? 0) : '';
      const body = unread.subarray(head + 4, end);
      unread = unread.subarray(end);
      if (started) {
        if (type === 'Q' || type === 'P') text = textOf(type, body);
        answer(socket, type, text);
      } else if (body.readInt32BE(0) === SSL_REQUEST) {
        socket.write('N');
      } else {
        started = true;
        start();
      }
    }
  });
}

/**
 * @param {Socket} socket
 * @param {string} type
 * @param {string} text
 */
function answer(socket, type, text) {
  const fails = text.startsWith('FAIL');
  const selects = /^select/i.test(text);
  const result = selects ? [message('D', Buffer.concat([int16(1), int32(1), Buffer.from('1')]))] : [];
  const complete = message('C', Buffer.from(selects ? 'SELECT 1\0' : `${text.split(/\W/)[0] ?? ''}\0`));
  const error = failure('ERROR', '42601', 'syntax error');
  switch (type) {
    case 'Q':
      socket.write(Buffer.concat(fails ? [error, READY] : [...(selects ? [COLUMNS] : []), ...result, complete, READY]));
      return;
    case 'P':
      socket.write(fails ? error : message('1'));
      return;
    case 'B':
      if (!fails) socket.write(message('2'));
      return;
    case 'D':
      if (!fails) socket.write(selects ? COLUMNS : message('n'));
      return;
    case 'E':
      if (!fails) socket.write(Buffer.concat([...result, complete]));
      return;
    case 'C':
      socket.write(message('3'));
      return;
    case 'S':
      socket.write(READY);
      return;
    case 'X':
      socket.end();
      return;
  }
}

/**
 * @param {string} type
 * @param {Buffer} body
 */
function textOf(type, body) {
  const strings = body.toString('latin1').split('\0');
  return (type === 'Q' ? strings[0] : strings[1]) ?? '';
}

/**
 * @param {string} severity
 * @param {string} code
 * @param {string} text
 */
function failure(severity, code, text) {
  return message('E', Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${text}\0\0`));
}

/**
 * @param {string} type
 * @param {Buffer} body
 */
function message(type, body = Buffer.alloc(0)) {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** @param {number} value */
function int16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

/** @param {number} value */
function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const READY = message('Z', Buffer.from('I'));
/** One column: its name, no table, no number, int4, four bytes, no modifier, text. */
const COLUMNS = message('T', Buffer.concat([int16(1), Buffer.from('one\0'), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)]));
