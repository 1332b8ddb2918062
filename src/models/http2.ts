/**
 * node:http2. A client session keeps its socket until it is closed (kernel row H01a); `close()` waits for streams that are unread or
 * unanswered (H01c, H01d), which is the streams' business: it is a release here, as `destroy()` is (H01e). What a server accepts is read
 * by it and ends with its peer (S15a).
 */
import { acquire, alias, borrow, create, instance, release, transfer, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const http2 = {
  modules: ['http2', 'node:http2'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: {
    ClientHttp2Session: { extends: 'Http2Session' },
    Http2SecureServer: { extends: 'tls.Server' },
    Http2Server: { extends: 'net.Server' },
    Http2Session: { protocol: 'session', extends: 'events.EventEmitter' },
    ServerHttp2Session: { extends: 'Http2Session' },
  },
  api: {
    'connect()': [acquire('ClientHttp2Session')],
    'createSecureServer()': [create('Http2SecureServer')],
    'createServer()': [create('Http2Server')],
    'performServerHandshake()': [instance('ServerHttp2Session'), transfer('arg0')],

    "Http2Session#addListener('close')": [wait(), alias('this')],
    'Http2Session#close()': [release()],
    'Http2Session#destroy()': [release()],
    'Http2Session#goaway()': [borrow('this')],
    "Http2Session#on('close')": [wait(), alias('this')],
    "Http2Session#once('close')": [wait(), alias('this')],
    'Http2Session#ping()': [borrow('this')],
    'Http2Session#ref()': [borrow('this')],
    'Http2Session#setLocalWindowSize()': [borrow('this')],
    'Http2Session#setTimeout()': [borrow('this')],
    'Http2Session#settings()': [borrow('this')],
    'Http2Session#unref()': [borrow('this')],

    'ClientHttp2Session#request()': [borrow('this')],

    'ServerHttp2Session#altsvc()': [borrow('this')],
    'ServerHttp2Session#origin()': [borrow('this')],

    "Http2Server#addListener('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Http2Server#addListener('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    "Http2Server#on('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Http2Server#on('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    "Http2Server#once('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Http2Server#once('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    'Http2Server#setTimeout()': [alias('this')],
    'Http2Server#updateSettings()': [borrow('this')],

    "Http2SecureServer#addListener('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Http2SecureServer#addListener('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    "Http2SecureServer#on('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Http2SecureServer#on('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    "Http2SecureServer#once('secureConnection')": [instance('tls.TLSSocket', 'param0'), alias('this')],
    "Http2SecureServer#once('session')": [instance('ServerHttp2Session', 'param0'), alias('this')],
    'Http2SecureServer#setTimeout()': [alias('this')],
    'Http2SecureServer#updateSettings()': [borrow('this')],
  },
} as const satisfies LibraryModel;
