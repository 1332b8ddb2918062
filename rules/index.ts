/** Every rule, in the order of names. Generated from the folder's listing by `npm run generate`: edits are lost. */
import type { Rule } from '../src/rule/rule.ts';
import noLeakedSocket from './no-leaked-socket.ts';

export const rules: readonly Rule[] = [noLeakedSocket];
