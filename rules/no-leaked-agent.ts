/** A pool of HTTP connections made in a scope that ends, and not destroyed there: its idle sockets outlive it. */
import { defineRule } from '../src/rule/rule.ts';
import { cureOf, momentOf, nameOf } from '../src/rule/wording.ts';

export default defineRule({
  name: 'no-leaked-agent',
  meta: {
    summary: 'an agent or dispatcher made for one call must be destroyed on every way out',
    severity: 'warning',
    preset: 'recommended',
    cwe: 'CWE-772',
    since: '0.1.0',
  },
  messages: {
    kept: "'{{name}}' still keeps its idle connections when {{moment}}: each stays ESTABLISHED until the server closes it. {{cure}} Or share one agent.",
    bounded:
      "'{{name}}' still keeps its connections when {{moment}}: each stays ESTABLISHED until {{until}}, and what is under way goes on. {{cure}} Or share one dispatcher.",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: nameOf(lifetime), moment: momentOf(lifetime, cause), cure: cureOf(lifetime, cause, 'Destroy') };
    return lifetime.until === undefined
      ? { message: 'kept', data, tcpState: 'ESTABLISHED' }
      : { message: 'bounded', data: { ...data, until: lifetime.until }, tcpState: 'ESTABLISHED' };
  },
});
