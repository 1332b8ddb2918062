/**
 * node:https. As node:http, over TLS. The server destroys a socket whose handshake fails unless somebody listens to 'clientError'
 * (kernel rows K02j, K02k); a 'tlsClientError' listener only watches.
 */
import { acquire, alias, borrow, create, instance } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const https = {
  modules: ['https', 'node:https'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: {
    Agent: { extends: 'http.Agent' },
    Server: { extends: 'http.Server' },
  },
  api: {
    'createServer()': [create('Server')],
    'get()': [instance('http.ClientRequest'), borrow('option.agent')],
    'new Agent()': [acquire('Agent', 'result', { when: 'keepAlive' }), create('Agent')],
    'request()': [acquire('http.ClientRequest', 'result', { unless: 'signal' }), borrow('option.agent')],

    'new Server()': [create('Server')],
    'Server#addContext()': [borrow('this')],
    "Server#addListener('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Server#addListener('tlsClientError')": [instance('tls.TLSSocket', 'param1'), alias('this')],
    'Server#getTicketKeys()': [borrow('this')],
    "Server#on('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Server#on('tlsClientError')": [instance('tls.TLSSocket', 'param1'), alias('this')],
    "Server#once('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Server#once('tlsClientError')": [instance('tls.TLSSocket', 'param1'), alias('this')],
    'Server#setSecureContext()': [borrow('this')],
    'Server#setTicketKeys()': [borrow('this')],
  },
} as const satisfies LibraryModel;
