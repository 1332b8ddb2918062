/**
 * The sockets of this process as the kernel sees them: inodes of /proc/self/fd joined with the TCP and UDP tables.
 *
 * Invariant: a socket is counted once, by its inode. A datagram socket is `UDP`, whatever the kernel calls its state. One that has no row any
 * more, though its descriptor is still held, is `CLOSED_fd`: `ss` does not show it, the descriptor is lost all the same. Unix sockets and pipes to the parent exist before the first snapshot.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** @type {Readonly<Record<string, string>>} */
const STATES = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

/** Inodes of all sockets this process holds a descriptor of. */
export function socketInodes() {
  /** @type {Set<string>} */
  const inodes = new Set();
  for (const fd of readdirSync('/proc/self/fd')) {
    const inode = /^socket:\[(\d+)\]$/.exec(targetOf(fd))?.[1];
    if (inode !== undefined) {
      inodes.add(inode);
    }
  }
  return inodes;
}

/**
 * How many of the sockets acquired since `before` are in which state, and how many descriptors they hold.
 * @param {ReadonlySet<string>} before
 */
export function grownSince(before) {
  const grown = [...socketInodes()].filter(inode => !before.has(inode));
  const stateOf = socketStates();
  /** @type {Record<string, number>} */
  const states = {};
  for (const inode of grown) {
    const state = stateOf.get(inode) ?? 'CLOSED_fd';
    states[state] = (states[state] ?? 0) + 1;
  }
  return { fds: grown.length, states };
}

function socketStates() {
  /** @type {Map<string, string>} */
  const stateOf = new Map();
  for (const protocol of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const row of readTable(`/proc/self/net/${protocol}`).split('\n').slice(1)) {
      const { 3: state, 9: inode } = row.trim().split(/\s+/);
      if (state !== undefined && inode !== undefined) {
        stateOf.set(inode, protocol.startsWith('udp') ? 'UDP' : (STATES[state] ?? state));
      }
    }
  }
  return stateOf;
}

/**
 * The descriptor that lists the folder is gone by the time it is read.
 * @param {string} fd
 */
function targetOf(fd) {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

/**
 * A kernel without IPv6 has no table of it.
 * @param {string} file
 */
function readTable(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
