/**
 * node:dgram. `createSocket()` opens no descriptor (measured on Node 20: none in /proc/self/fd before the first bind): the kernel gives
 * one when the socket is bound, and sending, connecting or joining a group binds it. A socket that waits for messages is meant to stay.
 */
import { acquire, alias, borrow, create, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const dgram = {
  modules: ['dgram', 'node:dgram'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  absent: { '@types/node@20': ['Socket#bindSync()', 'Socket#connectSync()'] },
  classes: { Socket: { protocol: 'datagram', extends: 'events.EventEmitter' } },
  api: {
    'createSocket()': [create('Socket', 'result', { unless: 'signal' })],

    'Socket#[Symbol.asyncDispose]()': [release()],
    "Socket#addListener('close')": [wait(), alias('this')],
    "Socket#addListener('message')": [wait(), alias('this')],
    'Socket#addMembership()': [acquire('Socket', 'this')],
    'Socket#addSourceSpecificMembership()': [acquire('Socket', 'this')],
    'Socket#address()': [borrow('this')],
    'Socket#bind()': [acquire('Socket', 'this'), alias('this')],
    'Socket#bindSync()': [acquire('Socket', 'this')],
    'Socket#close()': [release(), alias('this')],
    'Socket#connect()': [acquire('Socket', 'this')],
    'Socket#connectSync()': [acquire('Socket', 'this')],
    'Socket#disconnect()': [borrow('this')],
    'Socket#dropMembership()': [borrow('this')],
    'Socket#dropSourceSpecificMembership()': [borrow('this')],
    'Socket#getRecvBufferSize()': [borrow('this')],
    'Socket#getSendBufferSize()': [borrow('this')],
    'Socket#getSendQueueCount()': [borrow('this')],
    'Socket#getSendQueueSize()': [borrow('this')],
    "Socket#on('close')": [wait(), alias('this')],
    "Socket#on('message')": [wait(), alias('this')],
    "Socket#once('close')": [wait(), alias('this')],
    "Socket#once('message')": [wait(), alias('this')],
    'Socket#ref()': [alias('this')],
    'Socket#remoteAddress()': [borrow('this')],
    'Socket#send()': [acquire('Socket', 'this')],
    'Socket#setBroadcast()': [borrow('this')],
    'Socket#setMulticastInterface()': [borrow('this')],
    'Socket#setMulticastLoopback()': [borrow('this')],
    'Socket#setMulticastTTL()': [borrow('this')],
    'Socket#setRecvBufferSize()': [borrow('this')],
    'Socket#setSendBufferSize()': [borrow('this')],
    'Socket#setTTL()': [borrow('this')],
    'Socket#unref()': [alias('this')],
  },
} as const satisfies LibraryModel;
