/**
 * node:stream. `pipeline` destroys every stream it is given, whatever happens (kernel rows P02g, P10d, R70e). `pipe` ends what it writes
 * to when its source ends, and only then (P-rows): both ends belong to the rule about pipes. The methods whose promise says what became
 * of the whole stream destroy it even where they stop early (`find`, an abort: measured on Node 20), as a broken `for await` does (R14a).
 * The classes hold nothing themselves; what they say holds for sockets and requests, which extend them.
 */
import { alias, borrow, consume, escape, release, settlesClosed, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const stream = {
  modules: ['stream', 'node:stream'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  absent: { '@types/node@20': ['Writable#[Symbol.asyncDispose]()'] },
  classes: {
    Duplex: { extends: 'Readable' },
    PassThrough: { extends: 'Duplex' },
    Readable: { extends: 'events.EventEmitter' },
    Transform: { extends: 'Duplex' },
    Writable: { extends: 'events.EventEmitter' },
  },
  api: {
    'addAbortSignal()': [escape('arg1')],
    'finished()': [wait('arg0')],
    'isErrored()': [borrow('arg0')],
    'isReadable()': [borrow('arg0')],
    'pipeline()': [release('arg0'), release('arg1'), release('arg2'), release('arg3'), release('arg4')],
    'promises.finished()': [settlesClosed('arg0')],
    'promises.pipeline()': [release('arg0'), release('arg1'), release('arg2'), release('arg3'), release('arg4')],

    'Readable#[Symbol.asyncDispose]()': [release()],
    "Readable#addListener('close')": [wait(), alias('this')],
    "Readable#addListener('data')": [consume(), alias('this')],
    "Readable#addListener('end')": [wait(), alias('this')],
    "Readable#addListener('readable')": [consume(), alias('this')],
    'Readable#destroy()': [release(), alias('this')],
    'Readable#every()': [settlesClosed('this')],
    'Readable#find()': [settlesClosed('this')],
    'Readable#forEach()': [settlesClosed('this')],
    'Readable#isPaused()': [borrow('this')],
    "Readable#on('close')": [wait(), alias('this')],
    "Readable#on('data')": [consume(), alias('this')],
    "Readable#on('end')": [wait(), alias('this')],
    "Readable#on('readable')": [consume(), alias('this')],
    "Readable#once('close')": [wait(), alias('this')],
    "Readable#once('data')": [consume(), alias('this')],
    "Readable#once('end')": [wait(), alias('this')],
    'Readable#pause()': [alias('this')],
    'Readable#pipe()': [escape('this'), escape('arg0'), alias('arg0')],
    'Readable#push()': [borrow('this')],
    'Readable#read()': [consume()],
    'Readable#reduce()': [settlesClosed('this')],
    'Readable#resume()': [consume(), alias('this')],
    'Readable#setEncoding()': [alias('this')],
    'Readable#some()': [settlesClosed('this')],
    'Readable#toArray()': [settlesClosed('this')],
    'Readable#unpipe()': [alias('this')],
    'Readable#unshift()': [borrow('this')],

    'Duplex#cork()': [borrow('this')],
    'Duplex#end()': [release(), alias('this')],
    'Duplex#setDefaultEncoding()': [alias('this')],
    'Duplex#uncork()': [borrow('this')],
    'Duplex#write()': [borrow('this')],

    'Writable#[Symbol.asyncDispose]()': [release()],
    "Writable#addListener('close')": [wait(), alias('this')],
    'Writable#cork()': [borrow('this')],
    'Writable#destroy()': [release(), alias('this')],
    'Writable#end()': [release(), alias('this')],
    "Writable#on('close')": [wait(), alias('this')],
    "Writable#once('close')": [wait(), alias('this')],
    'Writable#setDefaultEncoding()': [alias('this')],
    'Writable#uncork()': [borrow('this')],
    'Writable#write()': [borrow('this')],
  },
} as const satisfies LibraryModel;
