/**
 * Code that opens things: clean pieces, and pieces that leak on the line marked PLANTED. Invariant: `unsettled` is how many of the
 * piece's calls and switches imports do not settle, so that only a type could tell what they mean.
 */

/** @typedef {{ imports: string, unsettled: number, text: (name: string) => string }} Piece */

/** @type {readonly Piece[]} */
export const cleanNetworkPieces = [
  {
    imports: "import net from 'node:net';",
    unsettled: 0,
    text: name => `export async function ask_${name}(host: string, port: number, question: string): Promise<string> {
  const socket = net.connect(port, host);
  try {
    socket.setTimeout(5_000, () => socket.destroy(new Error('too slow')));
    socket.end(question);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer;
  } finally {
    socket.destroy();
  }
}`,
  },
  {
    imports: "import http from 'node:http';",
    unsettled: 0,
    text: name => `export function status_${name}(url: string, done: (error: Error | null, status: number) => void): void {
  const request = http.request(url, { signal: AbortSignal.timeout(5_000) }, response => {
    response.resume();
    done(null, response.statusCode ?? 0);
  });
  request.on('error', error => done(error, 0));
  request.end();
}`,
  },
  {
    imports: "import { Pool } from 'pg';",
    // `pool.connect()`: the pool comes from outside.
    unsettled: 1,
    text: name => `export async function rename_${name}(pool: Pool, from: string, to: string): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await client.query('UPDATE units SET title = $2 WHERE title = $1', [from, to]);
    await client.query('COMMIT');
    return result.rowCount ?? 0;
  } finally {
    client.release();
  }
}`,
  },
  {
    imports: "import { Redis } from 'ioredis';",
    // `redis.duplicate()`: the client comes from outside.
    unsettled: 1,
    text: name => `export async function remember_${name}(redis: Redis, key: string, value: string): Promise<string> {
  const own = redis.duplicate();
  try {
    await own.set(key, value, 'EX', 60);
    return (await own.get(key)) ?? value;
  } finally {
    own.disconnect();
  }
}`,
  },
  {
    imports: "import { Agent, request } from 'undici';",
    unsettled: 0,
    text: name => `export async function fetchAll_${name}(urls: readonly string[]): Promise<readonly string[]> {
  const dispatcher = new Agent({ connections: 4, headersTimeout: 5_000, bodyTimeout: 5_000 });
  try {
    return await Promise.all(
      urls.map(async url => {
        const { body } = await request(url, { dispatcher });
        return body.text();
      }),
    );
  } finally {
    await dispatcher.destroy();
  }
}`,
  },
];

/** @type {readonly Piece[]} */
export const plantedPieces = [
  {
    imports: "import net from 'node:net';",
    unsettled: 0,
    text: name => `export function tell_${name}(host: string, port: number, line: string): boolean {
  const socket = net.connect(port, host); // PLANTED
  socket.on('error', error => console.warn(error.message));
  if (line === '') return false;
  socket.end(line);
  return true;
}`,
  },
  {
    imports: "import net from 'node:net';",
    unsettled: 0,
    text: name => `export async function relay_${name}(host: string, port: number, next: () => Promise<string>): Promise<void> {
  const socket = net.createConnection({ port, host }); // PLANTED
  const text = await next();
  socket.end(text);
}`,
  },
];
