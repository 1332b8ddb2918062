/**
 * ssh2. A client is closed until `connect()`; `end()` and `destroy()` close it. What it opens (a command, a shell, a file transfer, a tunnel)
 * ends with it. A socket given as `sock` is the client's from then on. What a server accepts is read by it and ends with its peer.
 */
import { acquire, alias, borrow, create, instance, release, transfer, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const ssh2 = {
  modules: ['ssh2'],
  checkedAgainst: ['@types/ssh2@1', '@types/ssh2@0'],
  absent: {
    '@types/ssh2@0': ["Client#once('close')", "Client#once('end')", 'Server#injectSocket()', "Server#once('connection')"],
  },
  classes: {
    Client: { protocol: 'client', extends: 'events.EventEmitter' },
    Connection: { extends: 'events.EventEmitter' },
    Server: { protocol: 'server', extends: 'net.Server' },
  },
  api: {
    'new Client()': [create('Client')],
    'Client#*()': [borrow('this')],
    'Client#connect()': [acquire('Client', 'this'), transfer('option.sock'), alias('this')],
    'Client#destroy()': [release()],
    'Client#end()': [release()],
    "Client#on('close')": [wait(), alias('this')],
    "Client#on('end')": [wait(), alias('this')],
    "Client#once('close')": [wait(), alias('this')],
    "Client#once('end')": [wait(), alias('this')],

    'new Server()': [create('Server'), instance('Connection', 'param0')],
    'Server#injectSocket()': [borrow('this'), transfer('arg0')],
    "Server#on('connection')": [instance('Connection', 'param0'), alias('this')],
    "Server#once('connection')": [instance('Connection', 'param0'), alias('this')],
  },
} as const satisfies LibraryModel;
