/**
 * ioredis. A client connects when it is made, and reconnects by itself until it is told to stop (kernel rows L21a, L21b, L21c): a `connect()`
 * that rejects leaves it trying. With `lazyConnect` the first command connects it. Who listens to messages means it to stay. The
 * class is what `require()` gives, and what compilers take for the default export; Node's own `import` of it has the class inside.
 */
import { acquire, alias, borrow, create, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const ioredis = {
  modules: ['ioredis'],
  checkedAgainst: ['ioredis@6', 'ioredis@5'],
  absent: { 'ioredis@6': ['new default()'], 'ioredis@5': ['new default()'] },
  classes: {
    Cluster: { protocol: 'client', extends: 'events.EventEmitter', reconnects: true },
    Redis: { protocol: 'client', extends: 'events.EventEmitter', reconnects: true },
    default: { extends: 'Redis' },
  },
  api: {
    'Redis.createClient()': [create('Redis')],

    'new Redis()': [acquire('Redis', 'result', { unless: 'lazyConnect' }), create('Redis')],
    'new default()': [acquire('Redis', 'result', { unless: 'lazyConnect' }), create('Redis')],
    'Redis#*()': [acquire('Redis', 'this')],
    'Redis#connect()': [acquire('Redis', 'this')],
    'Redis#defineCommand()': [borrow('this')],
    'Redis#disconnect()': [release()],
    'Redis#duplicate()': [borrow('this'), acquire('Redis')],
    'Redis#end()': [release()],
    'Redis#monitor()': [borrow('this'), acquire('Redis', 'awaited'), acquire('Redis', 'param1')],
    'Redis#multi()': [borrow('this')],
    "Redis#on('end')": [wait(), alias('this')],
    "Redis#on('message')": [wait(), alias('this')],
    "Redis#on('messageBuffer')": [wait(), alias('this')],
    "Redis#on('pmessage')": [wait(), alias('this')],
    "Redis#on('pmessageBuffer')": [wait(), alias('this')],
    "Redis#once('end')": [wait(), alias('this')],
    "Redis#once('message')": [wait(), alias('this')],
    'Redis#pipeline()': [borrow('this')],
    'Redis#quit()': [release()],

    'new Cluster()': [acquire('Cluster', 'result', { unless: 'lazyConnect' }), create('Cluster')],
    'Cluster#*()': [acquire('Cluster', 'this')],
    'Cluster#connect()': [acquire('Cluster', 'this')],
    'Cluster#defineCommand()': [borrow('this')],
    'Cluster#disconnect()': [release()],
    'Cluster#duplicate()': [borrow('this'), acquire('Cluster')],
    'Cluster#multi()': [borrow('this')],
    'Cluster#nodes()': [borrow('this')],
    'Cluster#pipeline()': [borrow('this')],
    'Cluster#quit()': [release()],
  },
} as const satisfies LibraryModel;
