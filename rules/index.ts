/** Every rule, in the order of names. Generated from the folder's listing by `npm run generate`: edits are lost. */
import type { Rule } from '../src/rule/rule.ts';
import noLeakedSocket from './no-leaked-socket.ts';

// Which placeholders a message has matters to the rule's author alone, and rules that differ in it are different types.
type AnyRule = Pick<Rule, keyof Rule>;
const all: readonly AnyRule[] = [noLeakedSocket];

export const rules: readonly Rule[] = all;
