/** A socket or a server that its owner still holds when the function that acquired it is left. */
import { defineRule, type Exit } from '../src/rule/rule.ts';

export default defineRule({
  name: 'no-leaked-socket',
  meta: {
    summary: 'a socket must be destroyed, ended or handed over on every way out, the failing ones included',
    severity: 'error',
    preset: 'recommended',
    cwe: 'CWE-772',
    since: '0.1.0',
  },
  messages: {
    unread:
      "'{{name}}' is still open when {{moment}}. Nobody reads it: it stays ESTABLISHED while the peer is silent, and in CLOSE_WAIT for good once the peer sends data and closes. {{cure}}",
    perhapsUnread:
      "'{{name}}' is still open when {{moment}}: it stays ESTABLISHED while the peer is silent, and in CLOSE_WAIT if the peer closes while data is unread. {{cure}}",
    read: "'{{name}}' is still open when {{moment}}: it stays ESTABLISHED for as long as the peer does. {{cure}}",
    server: "'{{name}}' still listens when {{moment}}: its port stays taken. Close it on every way out, for example in a finally.",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: lifetime.name ?? lifetime.api, moment: momentOf(cause.exit, lifetime.functionName) };
    if (lifetime.protocol === 'server') return { message: 'server', data, tcpState: 'LISTEN' };
    const cure = cureOf(cause.exit);
    switch (cause.read) {
      case 'nobody':
        return { message: 'unread', data: { ...data, cure }, tcpState: 'CLOSE_WAIT' };
      case 'perhaps':
        return { message: 'perhapsUnread', data: { ...data, cure }, tcpState: 'ESTABLISHED' };
      case 'somebody':
        return { message: 'read', data: { ...data, cure }, tcpState: 'ESTABLISHED' };
    }
  },
});

function momentOf(exit: Exit, functionName: string): string {
  switch (exit) {
    case 'return':
    case 'throw':
    case 'reject':
      return `${functionName} is left by ${exit}`;
    case 'overwrite':
      return `${functionName} overwrites the last reference to it`;
    case 'iteration':
      return `the loop in ${functionName} comes round again`;
  }
}

function cureOf(exit: Exit): string {
  switch (exit) {
    case 'return':
      return 'Destroy it before every return.';
    case 'throw':
    case 'reject':
      return 'Destroy it in a finally.';
    case 'overwrite':
      return 'Destroy it before the next one takes its place.';
    case 'iteration':
      return 'Destroy it before the next round.';
  }
}
