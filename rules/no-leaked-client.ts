/** A client of a database, queue, mail or shell server that its owner still holds when the function that connected it is left. */
import { defineRule } from '../src/rule/rule.ts';
import { cureOf, momentOf, nameOf } from '../src/rule/wording.ts';

export default defineRule({
  name: 'no-leaked-client',
  meta: {
    summary: 'a client connection must be closed or handed over on every way out, the failing ones included',
    severity: 'error',
    preset: 'recommended',
    cwe: 'CWE-772',
    since: '0.1.0',
  },
  messages: {
    connected:
      "'{{name}}' is still connected when {{moment}}: its connection stays ESTABLISHED for as long as the server keeps it. {{cure}}",
    bounded: "'{{name}}' is still connected when {{moment}}: its connections stay ESTABLISHED until {{until}}. {{cure}}",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: nameOf(lifetime), moment: momentOf(lifetime, cause), cure: cureOf(lifetime, cause, 'Close') };
    return lifetime.until === undefined
      ? { message: 'connected', data, tcpState: 'ESTABLISHED' }
      : { message: 'bounded', data: { ...data, until: lifetime.until }, tcpState: 'ESTABLISHED' };
  },
});
