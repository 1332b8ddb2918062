/** axios. A call uses the agents that it is given and keeps neither (kernel row L10i); an instance made by `create()` keeps them. */
import { borrow } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export const axios = {
  modules: ['axios'],
  checkedAgainst: ['axios@1'],
  api: {
    'default()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'delete()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'get()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'head()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'options()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'patch()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'post()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'put()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
    'request()': [borrow('option.httpAgent'), borrow('option.httpsAgent')],
  },
} as const satisfies LibraryModel;
