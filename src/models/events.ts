/**
 * node:events. `once` rejects on the emitter's 'error', and a socket is destroyed by then (kernel row R28a). What is emitted goes to
 * listeners elsewhere.
 */
import { alias, borrow, consume, escape, failsClosed, settlesClosed } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const events = {
  modules: ['events', 'node:events'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: { EventEmitter: {}, default: { extends: 'EventEmitter' } },
  api: {
    'EventEmitter.on()': [escape('arg0')],
    'EventEmitter.once()': [failsClosed('arg0', 'signal')],
    'getEventListeners()': [borrow('arg0')],
    'getMaxListeners()': [borrow('arg0')],
    'listenerCount()': [borrow('arg0')],
    'on()': [escape('arg0')],
    'once()': [failsClosed('arg0', 'signal')],
    "once('close')": [settlesClosed('arg0')],
    "once('data')": [consume('arg0'), failsClosed('arg0', 'signal')],
    "once('end')": [settlesClosed('arg0')],
    "once('error')": [settlesClosed('arg0')],
    'setMaxListeners()': [borrow('arg1')],

    'EventEmitter#addListener()': [alias('this')],
    'EventEmitter#emit()': [borrow('this'), escape('arg1'), escape('arg2'), escape('arg3')],
    'EventEmitter#eventNames()': [borrow('this')],
    'EventEmitter#getMaxListeners()': [borrow('this')],
    'EventEmitter#listenerCount()': [borrow('this')],
    'EventEmitter#listeners()': [borrow('this')],
    'EventEmitter#off()': [alias('this')],
    'EventEmitter#on()': [alias('this')],
    'EventEmitter#once()': [alias('this')],
    'EventEmitter#prependListener()': [alias('this')],
    'EventEmitter#prependOnceListener()': [alias('this')],
    'EventEmitter#rawListeners()': [borrow('this')],
    'EventEmitter#removeAllListeners()': [alias('this')],
    'EventEmitter#removeListener()': [alias('this')],
    'EventEmitter#setMaxListeners()': [alias('this')],
  },
} as const satisfies LibraryModel;
