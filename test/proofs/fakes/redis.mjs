/**
 * A Redis server without data: GET finds nothing, SET works, and a key that begins with FAIL is an error. It speaks RESP 2 and 3, and
 * closes when it is told to quit.
 */

/** @param {import('node:net').Socket} socket */
export function redis(socket) {
  let unread = '';
  socket.setEncoding('latin1');
  socket.on('data', (/** @type {string} */ chunk) => {
    unread += chunk;
    for (;;) {
      const command = firstCommand(unread);
      if (!command) return;
      unread = unread.slice(command.length);
      const [name = '', ...words] = command.words;
      if (name.toLowerCase() === 'quit') socket.end('+OK\r\n');
      else socket.write(answer(name.toLowerCase(), words));
    }
  });
}

/**
 * A command is an array of strings: `*2`, `$3`, `GET`, `$1`, `a`, each with its line end.
 * @param {string} text
 */
function firstCommand(text) {
  const lines = text.split('\r\n');
  const count = Number(lines[0]?.slice(1));
  const used = 1 + 2 * count;
  if (lines[0] === '' || lines.length <= used) return undefined;
  return {
    words: lines.slice(1, used).filter((_, i) => i % 2 === 1),
    length: lines.slice(0, used).join('\r\n').length + 2,
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} words
 */
function answer(name, words) {
  if (words[0]?.startsWith('FAIL') === true) return '-ERR not today\r\n';
  switch (name) {
    case 'hello': {
      const facts = ['server', 'redis', 'version', '7.4.0', 'mode', 'standalone'].map(bulk).join('');
      return words[0] === '3' ? `%4\r\n${facts}${bulk('proto')}:3\r\n` : `*8\r\n${facts}${bulk('proto')}:2\r\n`;
    }
    case 'info':
      return bulk('redis_version:7.4.0\r\nloading:0\r\n');
    case 'ping':
      return '+PONG\r\n';
    case 'get':
      return '$-1\r\n';
    default:
      return '+OK\r\n';
  }
}

/** @param {string} text */
function bulk(text) {
  return `$${text.length}\r\n${text}\r\n`;
}
