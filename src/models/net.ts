/**
 * node:net. `new Socket()` and `createServer()` owe nothing until they connect or listen (kernel row R33). What merely looks at the
 * object or sets an option is listed as a borrow, here or at a class that is extended: a method without a row may do anything. An
 * accepted socket is owed until somebody reads it (R30a, R12a).
 */
import { acquire, alias, borrow, create, escape, receive, release, transfer } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const net = {
  modules: ['net', 'node:net'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  absent: { '@types/node@20': ['Socket#getTypeOfService()', 'Socket#setTypeOfService()'] },
  classes: {
    Server: { protocol: 'server', extends: 'events.EventEmitter' },
    Socket: { protocol: 'socket', extends: 'stream.Duplex' },
  },
  api: {
    'connect()': [acquire('Socket', 'result', { unless: 'signal' })],
    'createConnection()': [acquire('Socket', 'result', { unless: 'signal' })],
    'createServer()': [create('Server'), receive('Socket', 'param0')],

    'new Socket()': [create('Socket', 'result', { unless: 'signal' })],
    'Socket#address()': [borrow('this')],
    'Socket#connect()': [acquire('Socket', 'this'), alias('this')],
    'Socket#destroySoon()': [release()],
    'Socket#getTypeOfService()': [borrow('this')],
    'Socket#ref()': [alias('this')],
    'Socket#resetAndDestroy()': [release(), alias('this')],
    'Socket#setKeepAlive()': [alias('this')],
    'Socket#setNoDelay()': [alias('this')],
    'Socket#setTimeout()': [alias('this')],
    'Socket#setTypeOfService()': [alias('this')],
    'Socket#unref()': [alias('this')],

    'new Server()': [create('Server'), receive('Socket', 'param0')],
    'Server#[Symbol.asyncDispose]()': [release()],
    "Server#addListener('connection')": [receive('Socket', 'param0'), alias('this')],
    'Server#address()': [borrow('this')],
    'Server#close()': [release(), alias('this')],
    "Server#emit('connection')": [borrow('this'), transfer('arg1')],
    'Server#getConnections()': [alias('this')],
    'Server#listen()': [acquire('Server', 'this', { unless: 'signal' }), alias('this')],
    "Server#on('connection')": [receive('Socket', 'param0'), alias('this')],
    "Server#once('connection')": [receive('Socket', 'param0'), alias('this')],
    'Server#ref()': [alias('this')],
    'Server#unref()': [escape('this'), alias('this')],
  },
} as const satisfies LibraryModel;
