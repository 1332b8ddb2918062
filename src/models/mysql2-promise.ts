/**
 * mysql2/promise: the same connections and pools behind promises (see mysql2.ts, kernel rows L22a to L22d). What `createConnection()`
 * rejects with has no socket any more.
 */
import { acquire, alias, borrow, create, failsClosed, instance, release } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const mysql2Promise = {
  modules: ['mysql2/promise', 'mysql2/promise.js'],
  checkedAgainst: ['mysql2@3', 'mysql2@2'],
  absent: {
    'mysql2@2': [
      'createPool()',
      'Connection#[Symbol.asyncDispose]()',
      'Pool#releaseConnection()',
      'PoolCluster#[Symbol.asyncDispose]()',
      'PoolCluster#getConnection()',
      'PoolConnection#[Symbol.asyncDispose]()',
      'PoolNamespace#execute()',
      'PoolNamespace#getConnection()',
      'PoolNamespace#query()',
    ],
  },
  classes: {
    Connection: { protocol: 'client', extends: 'events.EventEmitter' },
    Pool: { protocol: 'client', extends: 'events.EventEmitter' },
    PoolCluster: { protocol: 'client', extends: 'events.EventEmitter' },
    PoolConnection: { protocol: 'checkout', extends: 'Connection' },
    PoolNamespace: { extends: 'events.EventEmitter' },
  },
  api: {
    'createConnection()': [acquire('Connection', 'awaited')],
    'createPool()': [create('Pool', 'result', { unless: 'maxIdle' })],
    'createPoolCluster()': [create('PoolCluster')],

    'Connection#*()': [borrow('this')],
    'Connection#[Symbol.asyncDispose]()': [release()],
    'Connection#connect()': [borrow('this'), failsClosed('this')],
    'Connection#destroy()': [release()],
    'Connection#end()': [release()],

    'Pool#*()': [borrow('this')],
    'Pool#end()': [release()],
    'Pool#execute()': [acquire('Pool', 'this')],
    'Pool#getConnection()': [acquire('Pool', 'this'), acquire('PoolConnection', 'awaited'), failsClosed('this')],
    "Pool#on('acquire')": [instance('PoolConnection', 'param0'), alias('this')],
    "Pool#on('connection')": [instance('PoolConnection', 'param0'), alias('this')],
    "Pool#on('release')": [instance('PoolConnection', 'param0'), alias('this')],
    'Pool#query()': [acquire('Pool', 'this')],
    'Pool#releaseConnection()': [borrow('this'), release('arg0')],

    'PoolCluster#[Symbol.asyncDispose]()': [release()],
    'PoolCluster#add()': [borrow('this')],
    'PoolCluster#end()': [release()],
    'PoolCluster#getConnection()': [acquire('PoolCluster', 'this'), acquire('PoolConnection', 'awaited'), failsClosed('this')],
    'PoolCluster#of()': [alias('this'), instance('PoolNamespace')],

    'PoolConnection#[Symbol.asyncDispose]()': [release()],
    'PoolConnection#release()': [release()],

    'PoolNamespace#execute()': [acquire('PoolCluster', 'this')],
    'PoolNamespace#getConnection()': [acquire('PoolCluster', 'this'), acquire('PoolConnection', 'awaited'), failsClosed('this')],
    'PoolNamespace#query()': [acquire('PoolCluster', 'this')],
  },
} as const satisfies LibraryModel;
