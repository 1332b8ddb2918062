/**
 * mysql2, callbacks. A connection is open from `createConnection()` on, until `end()` or `destroy()` (kernel rows L22b, L22c, L22d); where
 * `connect()` fails, it has been closed. A pool opens connections as it is used and keeps them: it closes idle ones only where `maxIdle` is
 * below its limit, which is why a pool with that option is not followed. What it has lent stays open until it is released (L22a).
 */
import { acquire, alias, borrow, create, failsClosed, instance, release } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const mysql2 = {
  modules: ['mysql2'],
  checkedAgainst: ['mysql2@3', 'mysql2@2'],
  absent: {
    'mysql2@2': [
      'createPool()',
      'Connection#[Symbol.dispose]()',
      'Pool#[Symbol.dispose]()',
      'Pool#releaseConnection()',
      'PoolCluster#[Symbol.dispose]()',
      'PoolCluster#remove()',
      'PoolConnection#[Symbol.dispose]()',
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
    'createConnection()': [acquire('Connection')],
    'createPool()': [create('Pool', 'result', { unless: 'maxIdle' })],
    'createPoolCluster()': [create('PoolCluster')],

    'Connection#*()': [borrow('this')],
    'Connection#[Symbol.dispose]()': [release()],
    'Connection#connect()': [borrow('this'), failsClosed('this')],
    'Connection#destroy()': [release()],
    'Connection#end()': [release()],
    'Connection#promise()': [alias('this'), instance('mysql2/promise.Connection')],

    'Pool#*()': [borrow('this')],
    'Pool#[Symbol.dispose]()': [release()],
    'Pool#end()': [release()],
    'Pool#execute()': [acquire('Pool', 'this')],
    'Pool#getConnection()': [acquire('Pool', 'this'), acquire('PoolConnection', 'param1'), failsClosed('this')],
    "Pool#on('acquire')": [instance('PoolConnection', 'param0'), alias('this')],
    "Pool#on('connection')": [instance('PoolConnection', 'param0'), alias('this')],
    "Pool#on('release')": [instance('PoolConnection', 'param0'), alias('this')],
    'Pool#promise()': [alias('this'), instance('mysql2/promise.Pool')],
    'Pool#query()': [acquire('Pool', 'this')],
    'Pool#releaseConnection()': [borrow('this'), release('arg0')],

    'PoolCluster#[Symbol.dispose]()': [release()],
    'PoolCluster#add()': [borrow('this')],
    'PoolCluster#end()': [release()],
    'PoolCluster#getConnection()': [acquire('PoolCluster', 'this'), acquire('PoolConnection', 'param1'), failsClosed('this')],
    'PoolCluster#of()': [alias('this'), instance('PoolNamespace')],
    'PoolCluster#remove()': [borrow('this')],

    'PoolConnection#[Symbol.dispose]()': [release()],
    'PoolConnection#promise()': [alias('this'), instance('mysql2/promise.PoolConnection')],
    'PoolConnection#release()': [release()],

    'PoolNamespace#execute()': [acquire('PoolCluster', 'this')],
    'PoolNamespace#getConnection()': [acquire('PoolCluster', 'this'), acquire('PoolConnection', 'param1'), failsClosed('this')],
    'PoolNamespace#query()': [acquire('PoolCluster', 'this')],
  },
} as const satisfies LibraryModel;
