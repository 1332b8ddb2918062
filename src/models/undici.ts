/**
 * undici. A dispatcher that is dropped gives its idle sockets back by itself (kernel rows U01a, U01b, U01d, U01e): churn, unless it was
 * meant to be closed here (U01c). What is composed of a dispatcher is the same dispatcher; a retrying agent closes the one it is given.
 */
import { acquire, alias, borrow, instance, release, transfer, wait } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const undici = {
  modules: ['undici'],
  checkedAgainst: ['undici@8', 'undici@7', 'undici@6'],
  absent: { 'undici@6': ['BalancedPool#getUpstream()', 'new H2CClient()', 'new RoundRobinPool()'] },
  classes: {
    Agent: { extends: 'Dispatcher' },
    BalancedPool: { extends: 'Dispatcher' },
    Client: { extends: 'Dispatcher' },
    Dispatcher: {
      protocol: 'agent',
      extends: 'events.EventEmitter',
      counts: 'evident-scope',
      until: 'its keep-alive timeout (4 s) has passed',
    },
    EnvHttpProxyAgent: { extends: 'Dispatcher' },
    H2CClient: { extends: 'Dispatcher' },
    Pool: { extends: 'Dispatcher' },
    ProxyAgent: { extends: 'Dispatcher' },
    RetryAgent: { extends: 'Dispatcher' },
    RoundRobinPool: { extends: 'Dispatcher' },
    WebSocket: { protocol: 'websocket' },
  },
  api: {
    'connect()': [borrow('option.dispatcher')],
    'fetch()': [borrow('option.dispatcher')],
    'getGlobalDispatcher()': [instance('Dispatcher')],
    'pipeline()': [borrow('option.dispatcher')],
    'request()': [borrow('option.dispatcher')],
    'setGlobalDispatcher()': [transfer('arg0')],
    'stream()': [borrow('option.dispatcher')],
    'upgrade()': [borrow('option.dispatcher')],

    'new Agent()': [acquire('Agent')],
    'new BalancedPool()': [acquire('BalancedPool')],
    'new Client()': [acquire('Client')],
    'new EnvHttpProxyAgent()': [acquire('EnvHttpProxyAgent')],
    'new H2CClient()': [acquire('H2CClient')],
    'new Pool()': [acquire('Pool')],
    'new ProxyAgent()': [acquire('ProxyAgent')],
    'new RetryAgent()': [acquire('RetryAgent'), transfer('arg0')],
    'new RoundRobinPool()': [acquire('RoundRobinPool')],

    'Dispatcher#close()': [release()],
    'Dispatcher#compose()': [alias('this')],
    'Dispatcher#connect()': [borrow('this')],
    'Dispatcher#destroy()': [release()],
    'Dispatcher#dispatch()': [borrow('this')],
    'Dispatcher#pipeline()': [borrow('this')],
    'Dispatcher#request()': [borrow('this')],
    'Dispatcher#stream()': [borrow('this')],
    'Dispatcher#upgrade()': [borrow('this')],
    'BalancedPool#addUpstream()': [alias('this')],
    'BalancedPool#getUpstream()': [borrow('this'), instance('Pool')],
    'BalancedPool#removeUpstream()': [alias('this')],

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
