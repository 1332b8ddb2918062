/**
 * node:http. A request holds its socket until it is ended or destroyed (kernel rows X03a-c, C08b); `get()` ends it by itself. An agent
 * holds sockets only with `keepAlive: true` (T01), and then until the server closes them, which some never do (C09a, C09b). An
 * upgraded or CONNECT socket belongs to the listener (S02a, S08a, X01b, X02b), that of a failed request to the 'clientError' listener
 * (S01a); the one of 'connection' is read by the server (S16, S17), the one of a request's 'socket' by the request.
 */
import { acquire, alias, borrow, create, instance, receive, release, transfer } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const http = {
  modules: ['http', 'node:http'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: {
    Agent: { protocol: 'agent', extends: 'events.EventEmitter' },
    ClientRequest: { protocol: 'request', extends: 'OutgoingMessage' },
    OutgoingMessage: { extends: 'stream.Writable' },
    Server: { extends: 'net.Server' },
  },
  api: {
    'createServer()': [create('Server')],
    'get()': [instance('ClientRequest'), borrow('option.agent')],
    'request()': [acquire('ClientRequest', 'result', { unless: 'signal' }), borrow('option.agent')],

    'new Agent()': [acquire('Agent', 'result', { when: 'keepAlive' }), create('Agent')],
    'Agent#createConnection()': [borrow('this'), instance('net.Socket')],
    'Agent#destroy()': [release()],
    'Agent#getName()': [borrow('this')],

    'OutgoingMessage#addTrailers()': [borrow('this')],
    'OutgoingMessage#appendHeader()': [alias('this')],
    'OutgoingMessage#flushHeaders()': [borrow('this')],
    'OutgoingMessage#getHeader()': [borrow('this')],
    'OutgoingMessage#getHeaderNames()': [borrow('this')],
    'OutgoingMessage#getHeaders()': [borrow('this')],
    'OutgoingMessage#hasHeader()': [borrow('this')],
    'OutgoingMessage#removeHeader()': [borrow('this')],
    'OutgoingMessage#setHeader()': [alias('this')],
    'OutgoingMessage#setHeaders()': [alias('this')],
    'OutgoingMessage#setTimeout()': [alias('this')],

    'new ClientRequest()': [acquire('ClientRequest', 'result', { unless: 'signal' }), borrow('option.agent')],
    'ClientRequest#abort()': [release()],
    "ClientRequest#addListener('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "ClientRequest#addListener('socket')": [instance('net.Socket', 'param0'), alias('this')],
    "ClientRequest#addListener('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    'ClientRequest#getRawHeaderNames()': [borrow('this')],
    "ClientRequest#on('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "ClientRequest#on('socket')": [instance('net.Socket', 'param0'), alias('this')],
    "ClientRequest#on('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    'ClientRequest#onSocket()': [borrow('this'), transfer('arg0')],
    "ClientRequest#once('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "ClientRequest#once('socket')": [instance('net.Socket', 'param0'), alias('this')],
    "ClientRequest#once('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    'ClientRequest#setNoDelay()': [borrow('this')],
    'ClientRequest#setSocketKeepAlive()': [borrow('this')],

    'new Server()': [create('Server')],
    "Server#addListener('clientError')": [receive('net.Socket', 'param1', 'still-read'), alias('this')],
    "Server#addListener('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "Server#addListener('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#addListener('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    'Server#closeAllConnections()': [borrow('this')],
    'Server#closeIdleConnections()': [borrow('this')],
    "Server#emit('upgrade')": [borrow('this'), transfer('arg2')],
    "Server#on('clientError')": [receive('net.Socket', 'param1', 'still-read'), alias('this')],
    "Server#on('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "Server#on('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#on('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "Server#once('clientError')": [receive('net.Socket', 'param1', 'still-read'), alias('this')],
    "Server#once('connect')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    "Server#once('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#once('upgrade')": [receive('net.Socket', 'param1', 'ignored'), alias('this')],
    'Server#setTimeout()': [alias('this')],
  },
} as const satisfies LibraryModel;
