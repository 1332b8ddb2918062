/**
 * amqplib. What `connect()` resolves with holds the socket until `close()`; where it rejects, the socket is destroyed. A channel has no socket
 * of its own and leads back to its connection, so it is the connection by another name, but closing it closes nothing. Who consumes means it
 * to stay. Types before 0.10 call a `ChannelModel` a `Connection`.
 */
import { acquire, alias, borrow, instance, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const amqplib = {
  modules: ['amqplib'],
  checkedAgainst: ['@types/amqplib@0.10', '@types/amqplib@0.8'],
  absent: {
    '@types/amqplib@0.10': ['Connection#createChannel()', 'Connection#createConfirmChannel()'],
    '@types/amqplib@0.8': [
      'ChannelModel#*()',
      'ChannelModel#close()',
      'ChannelModel#createChannel()',
      'ChannelModel#createConfirmChannel()',
    ],
  },
  classes: {
    Channel: { extends: 'events.EventEmitter' },
    ChannelModel: { protocol: 'client', extends: 'events.EventEmitter' },
    ConfirmChannel: { extends: 'Channel' },
    Connection: { extends: 'ChannelModel' },
  },
  api: {
    'connect()': [acquire('ChannelModel', 'awaited')],

    'ChannelModel#*()': [borrow('this')],
    'ChannelModel#close()': [release()],
    'ChannelModel#createChannel()': [alias('this', 'awaited'), instance('Channel', 'awaited')],
    'ChannelModel#createConfirmChannel()': [alias('this', 'awaited'), instance('ConfirmChannel', 'awaited')],
    'Connection#createChannel()': [alias('this', 'awaited'), instance('Channel', 'awaited')],
    'Connection#createConfirmChannel()': [alias('this', 'awaited'), instance('ConfirmChannel', 'awaited')],

    'Channel#*()': [borrow('this')],
    'Channel#consume()': [wait()],
  },
} as const satisfies LibraryModel;
