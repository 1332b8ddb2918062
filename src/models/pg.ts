/**
 * pg. A client holds its socket until `end()` (kernel rows L20c, L20d); where `connect()` fails, pg or the server has closed it. A pool that
 * is dropped closes what it has idle by itself (L20e): churn, unless it was meant to end here. What it has lent is never idle, and stays
 * open until it is released (L20a, L20b), and `end()` waits for it; `pool.query()` releases what it
 * borrows. A query that fails takes its connection along.
 */
import { acquire, alias, borrow, create, failsClosed, instance, release, releaser, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const pg = {
  modules: ['pg'],
  checkedAgainst: ['@types/pg@8', '@types/pg@7'],
  classes: {
    Client: { protocol: 'client', extends: 'events.EventEmitter' },
    Pool: {
      protocol: 'client',
      extends: 'events.EventEmitter',
      counts: 'evident-scope',
      waitsForChildren: true,
      until: 'its idle connections have been idle for idleTimeoutMillis (10 s)',
    },
    PoolClient: { protocol: 'checkout', extends: 'Client' },
  },
  api: {
    'new Client()': [create('Client')],
    'Client#*()': [borrow('this')],
    'Client#connect()': [acquire('Client', 'this'), alias('this', 'awaited'), failsClosed('this')],
    'Client#end()': [release()],
    "Client#on('end')": [wait(), alias('this')],
    "Client#on('notification')": [wait(), alias('this')],

    'new Pool()': [create('Pool')],
    'Pool#connect()': [
      acquire('Pool', 'this'),
      acquire('PoolClient', 'awaited'),
      acquire('PoolClient', 'param1'),
      releaser('param1', 'param2'),
      failsClosed('this'),
    ],
    'Pool#end()': [release()],
    "Pool#on('acquire')": [instance('PoolClient', 'param0'), alias('this')],
    "Pool#on('connect')": [instance('PoolClient', 'param0'), alias('this')],
    "Pool#on('error')": [instance('PoolClient', 'param1'), alias('this')],
    "Pool#on('remove')": [instance('PoolClient', 'param0'), alias('this')],
    'Pool#query()': [acquire('Pool', 'this'), failsClosed('this')],

    'PoolClient#connect()': [borrow('this')],
    'PoolClient#release()': [release()],
  },
} as const satisfies LibraryModel;
