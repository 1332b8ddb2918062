/** A connection, session or transaction that a pool has lent and does not get back, or gets back twice. */
import { defineRule } from '../src/rule/rule.ts';
import { cureOf, momentOf, nameOf } from '../src/rule/wording.ts';

export default defineRule({
  name: 'no-unreleased-connection',
  meta: {
    summary: 'what a pool has lent must go back on every way out, and only once',
    severity: 'error',
    preset: 'recommended',
    cwe: 'CWE-772',
    since: '0.1.0',
  },
  messages: {
    lent: "'{{name}}' has not gone back when {{moment}}: it counts as lent for good, and once all are lent nobody gets one. {{cure}}",
    twice: "'{{name}}' is released twice: after the first time it may already serve somebody else. Release it in one place, a finally.",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: nameOf(lifetime), moment: momentOf(lifetime, cause), cure: cureOf(lifetime, cause, 'Release') };
    return { message: 'lent', data, tcpState: 'ESTABLISHED' };
  },
  onReleasedTwice: ({ lifetime }) => ({ message: 'twice', data: { name: nameOf(lifetime) } }),
});
