/**
 * ws. A client is open until it is closed or terminated (kernel rows L01a, L01b, L01d); who listens to messages means it to stay. What a
 * server hands out is read by ws and ends with its peer (L02b, L02c), so a 'connection' listener owes nothing; the request of an
 * 'unexpected-response' is the listener's (L01i), and so is the socket of 'wsClientError'. A server without a port of its own
 * (`server`, `noServer`) holds nothing.
 */
import { acquire, alias, borrow, consume, create, instance, receive, release, transfer, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const ws = {
  modules: ['ws'],
  checkedAgainst: ['@types/ws@8', '@types/ws@7'],
  absent: {
    '@types/ws@7': [
      'WebSocket#pause()',
      'WebSocket#resume()',
      'new WebSocket()',
      'new WebSocketServer()',
      "WebSocket#on('redirect')",
      "Server#addListener('wsClientError')",
      "Server#on('wsClientError')",
      "Server#once('wsClientError')",
    ],
  },
  classes: {
    Server: { protocol: 'server', extends: 'events.EventEmitter' },
    WebSocket: { protocol: 'websocket', extends: 'events.EventEmitter' },
    WebSocketServer: { extends: 'Server' },
    default: { extends: 'WebSocket' },
  },
  api: {
    'createWebSocketStream()': [transfer('arg0')],

    'new WebSocket()': [acquire('WebSocket'), borrow('option.agent')],
    'new default()': [acquire('WebSocket'), borrow('option.agent')],
    'WebSocket#addEventListener()': [borrow('this')],
    "WebSocket#addEventListener('close')": [wait()],
    "WebSocket#addEventListener('message')": [wait()],
    "WebSocket#addListener('close')": [wait(), alias('this')],
    "WebSocket#addListener('message')": [wait(), alias('this')],
    "WebSocket#addListener('unexpected-response')": [receive('http.ClientRequest', 'param0', 'ignored'), alias('this')],
    'WebSocket#close()': [release()],
    "WebSocket#on('close')": [wait(), alias('this')],
    "WebSocket#on('message')": [wait(), alias('this')],
    "WebSocket#on('redirect')": [instance('http.ClientRequest', 'param1'), alias('this')],
    "WebSocket#on('unexpected-response')": [receive('http.ClientRequest', 'param0', 'ignored'), alias('this')],
    "WebSocket#once('close')": [wait(), alias('this')],
    "WebSocket#once('message')": [wait(), alias('this')],
    "WebSocket#once('unexpected-response')": [receive('http.ClientRequest', 'param0', 'ignored'), alias('this')],
    'WebSocket#pause()': [borrow('this')],
    'WebSocket#ping()': [borrow('this')],
    'WebSocket#pong()': [borrow('this')],
    'WebSocket#removeEventListener()': [borrow('this')],
    'WebSocket#resume()': [consume()],
    'WebSocket#send()': [borrow('this')],
    'WebSocket#terminate()': [release()],

    'new Server()': [
      create('Server', 'result', { when: 'noServer' }),
      acquire('Server', 'result', { unless: 'server' }),
      create('Server'),
      borrow('option.server'),
    ],
    'new WebSocketServer()': [
      create('WebSocketServer', 'result', { when: 'noServer' }),
      acquire('WebSocketServer', 'result', { unless: 'server' }),
      create('WebSocketServer'),
      borrow('option.server'),
    ],
    "Server#addListener('connection')": [instance('WebSocket', 'param0'), alias('this')],
    "Server#addListener('wsClientError')": [receive('net.Socket', 'param1'), alias('this')],
    'Server#address()': [borrow('this')],
    'Server#close()': [release()],
    'Server#handleUpgrade()': [borrow('this'), transfer('arg1'), instance('WebSocket', 'param0')],
    "Server#on('connection')": [instance('WebSocket', 'param0'), alias('this')],
    "Server#on('wsClientError')": [receive('net.Socket', 'param1'), alias('this')],
    "Server#once('connection')": [instance('WebSocket', 'param0'), alias('this')],
    "Server#once('wsClientError')": [receive('net.Socket', 'param1'), alias('this')],
    'Server#shouldHandle()': [borrow('this')],
  },
} as const satisfies LibraryModel;
