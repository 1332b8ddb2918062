/** Every rule, in the order of names. Generated from the folder's listing by `npm run generate`: edits are lost. */
import type { Rule } from '../src/rule/rule.ts';
import noLeakedAgent from './no-leaked-agent.ts';
import noLeakedClient from './no-leaked-client.ts';
import noLeakedSocket from './no-leaked-socket.ts';
import noUnreleasedConnection from './no-unreleased-connection.ts';

export const rules: readonly Rule[] = [noLeakedAgent, noLeakedClient, noLeakedSocket, noUnreleasedConnection];
