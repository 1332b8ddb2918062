/** An SMTP server that takes every mail and keeps none. It closes when it is told to quit. */

/** @param {import('node:net').Socket} socket */
export function smtp(socket) {
  let unread = '';
  let inMail = false;
  socket.setEncoding('latin1');
  socket.write('220 ready\r\n');
  socket.on('data', (/** @type {string} */ chunk) => {
    const lines = (unread + chunk).split('\r\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      const verb = inMail ? line : line.slice(0, 4).toUpperCase();
      if (inMail && line !== '.') continue;
      inMail = verb === 'DATA';
      if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write(inMail ? '354 go on\r\n' : '250 fine\r\n');
    }
  });
}
