/**
 * mongodb. A client connects with `connect()` or with the first operation on one of its databases and collections, and keeps its monitors and
 * pools until `close()`; where `connect()` rejects, it has closed them. A database or collection is the client by another name: whoever has
 * one can reach the client, and its operations connect it. What lists or iterates is taken for the iteration. A session is lent by
 * `startSession()`; `withSession()` gives its own back.
 */
import { acquire, alias, borrow, create, failsClosed, instance, release } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const mongodb = {
  modules: ['mongodb'],
  checkedAgainst: ['mongodb@7', 'mongodb@6'],
  absent: { 'mongodb@6': ['MongoClient#[Symbol.asyncDispose]()', 'ClientSession#[Symbol.asyncDispose]()'] },
  classes: {
    ClientSession: { protocol: 'checkout', extends: 'events.EventEmitter', until: 'the server has forgotten it (30 minutes)' },
    Collection: {},
    Db: {},
    MongoClient: { protocol: 'client', extends: 'events.EventEmitter', reconnects: true },
  },
  api: {
    'MongoClient.connect()': [acquire('MongoClient', 'awaited')],
    'new MongoClient()': [create('MongoClient')],
    'MongoClient#[Symbol.asyncDispose]()': [release()],
    'MongoClient#bulkWrite()': [acquire('MongoClient', 'this'), borrow('option.session')],
    'MongoClient#close()': [release()],
    'MongoClient#connect()': [acquire('MongoClient', 'this'), alias('this', 'awaited'), failsClosed('this')],
    'MongoClient#db()': [alias('this'), instance('Db')],
    'MongoClient#startSession()': [borrow('this'), acquire('ClientSession')],
    'MongoClient#watch()': [acquire('MongoClient', 'this'), borrow('option.session')],
    'MongoClient#withSession()': [borrow('this'), instance('ClientSession', 'param0')],

    'Db#*()': [acquire('MongoClient', 'this'), borrow('option.session')],
    'Db#admin()': [alias('this')],
    'Db#collection()': [alias('this'), instance('Collection')],

    'Collection#*()': [acquire('MongoClient', 'this'), borrow('option.session')],
    'Collection#initializeOrderedBulkOp()': [borrow('this'), borrow('option.session')],
    'Collection#initializeUnorderedBulkOp()': [borrow('this'), borrow('option.session')],

    'ClientSession#*()': [borrow('this')],
    'ClientSession#[Symbol.asyncDispose]()': [release()],
    'ClientSession#endSession()': [release()],
  },
} as const satisfies LibraryModel;
