/** Leaks planted in projects of users. */

/** Seen by its imports alone. The socket is made on line 3. */
export const PLAIN_LEAK = `import net from 'node:net';
export async function dial(port) {
  const socket = net.connect(port);
  await handshake(socket);
  socket.destroy();
}
`;

/** `PLAIN_LEAK`, cured. */
export const PLAIN_CURE = `import net from 'node:net';
export async function dial(port) {
  const socket = net.connect(port);
  try {
    await handshake(socket);
  } finally {
    socket.destroy();
  }
}
`;

/** What only types show to be a socket: it is made on line 5 by a value of another file. */
export const TYPED_LEAK = {
  'src/connector.ts': `import net from 'node:net';
export const connector = (): typeof net => net;
`,
  'src/typed.ts': `import type net from 'node:net';
import { connector } from './connector.js';
declare function handshake(socket: net.Socket): Promise<void>;
export async function dial(port: number): Promise<void> {
  const socket = connector().connect(port, '::1');
  await handshake(socket);
  socket.destroy();
}
`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, module: 'nodenext', target: 'es2023', types: ['node'], noEmit: true },
    include: ['src'],
  }),
};
