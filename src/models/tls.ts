/**
 * node:tls. Over a socket that exists, the TLSSocket takes it along and closes it with itself (kernel rows K01a, K01g), so the socket is
 * not ours any more and the TLSSocket is. A server gives its listener what it has accepted (K02e); a 'tlsClientError' listener gets a
 * socket that nobody else destroys (K02i), whereas the raw socket of 'connection' belongs to the TLSSocket above it.
 */
import { acquire, alias, borrow, create, instance, receive, transfer } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const tls = {
  modules: ['tls', 'node:tls'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: {
    Server: { extends: 'net.Server' },
    TLSSocket: { extends: 'net.Socket' },
  },
  api: {
    'connect()': [acquire('TLSSocket', 'result', { unless: 'signal' }), transfer('option.socket')],
    'createServer()': [create('Server'), receive('TLSSocket', 'param0')],

    'new TLSSocket()': [acquire('TLSSocket', 'result', { unless: 'isServer' }), transfer('arg0')],
    'TLSSocket#disableRenegotiation()': [borrow('this')],
    'TLSSocket#enableTrace()': [borrow('this')],
    'TLSSocket#exportKeyingMaterial()': [borrow('this')],
    'TLSSocket#getCertificate()': [borrow('this')],
    'TLSSocket#getCipher()': [borrow('this')],
    'TLSSocket#getEphemeralKeyInfo()': [borrow('this')],
    'TLSSocket#getFinished()': [borrow('this')],
    'TLSSocket#getPeerCertificate()': [borrow('this')],
    'TLSSocket#getPeerFinished()': [borrow('this')],
    'TLSSocket#getPeerX509Certificate()': [borrow('this')],
    'TLSSocket#getProtocol()': [borrow('this')],
    'TLSSocket#getSession()': [borrow('this')],
    'TLSSocket#getSharedSigalgs()': [borrow('this')],
    'TLSSocket#getTLSTicket()': [borrow('this')],
    'TLSSocket#getX509Certificate()': [borrow('this')],
    'TLSSocket#isSessionReused()': [borrow('this')],
    'TLSSocket#renegotiate()': [borrow('this')],
    'TLSSocket#setKeyCert()': [borrow('this')],
    'TLSSocket#setMaxSendFragment()': [borrow('this')],

    'new Server()': [create('Server'), receive('TLSSocket', 'param0')],
    'Server#addContext()': [borrow('this')],
    "Server#addListener('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#addListener('secureConnection')": [receive('TLSSocket', 'param0'), alias('this')],
    "Server#addListener('tlsClientError')": [receive('TLSSocket', 'param1', 'still-read'), alias('this')],
    'Server#getTicketKeys()': [borrow('this')],
    "Server#on('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#on('secureConnection')": [receive('TLSSocket', 'param0'), alias('this')],
    "Server#on('tlsClientError')": [receive('TLSSocket', 'param1', 'still-read'), alias('this')],
    "Server#once('connection')": [instance('net.Socket', 'param0'), alias('this')],
    "Server#once('secureConnection')": [receive('TLSSocket', 'param0'), alias('this')],
    "Server#once('tlsClientError')": [receive('TLSSocket', 'param1', 'still-read'), alias('this')],
    'Server#setSecureContext()': [borrow('this')],
    'Server#setTicketKeys()': [borrow('this')],
  },
} as const satisfies LibraryModel;
