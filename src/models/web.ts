/**
 * What browsers and Node both have without an import. The response of `fetch()` is another matter (kernel rows F01a-g); the call itself
 * keeps nothing of its dispatcher. A WebSocket is open until it is closed (L01a, L01b); who listens to messages means it to stay.
 */
import { acquire, borrow, release, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const web = {
  modules: ['global'],
  checkedAgainst: ['@types/node@26', '@types/node@20'],
  classes: { WebSocket: { protocol: 'websocket' } },
  api: {
    'fetch()': [borrow('option.dispatcher')],

    'new WebSocket()': [acquire('WebSocket'), borrow('option.dispatcher')],
    'WebSocket#addEventListener()': [borrow('this')],
    "WebSocket#addEventListener('close')": [wait()],
    "WebSocket#addEventListener('message')": [wait()],
    'WebSocket#close()': [release()],
    'WebSocket#dispatchEvent()': [borrow('this')],
    'WebSocket#removeEventListener()': [borrow('this')],
    'WebSocket#send()': [borrow('this')],
  },
} as const satisfies LibraryModel;
