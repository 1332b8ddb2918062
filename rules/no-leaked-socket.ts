/** A socket, or what stands for one, that its owner still holds when the function that acquired it is left. */
import { defineRule } from '../src/rule/rule.ts';
import { cureOf, momentOf, nameOf } from '../src/rule/wording.ts';

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
    session:
      "The session '{{name}}' is still open when {{moment}}: its socket stays ESTABLISHED for as long as the server keeps it. {{cure}}",
    websocket: "The WebSocket '{{name}}' is still open when {{moment}}: it stays ESTABLISHED for as long as the peer keeps it. {{cure}}",
    datagram: "'{{name}}' is still bound when {{moment}}: its port and its descriptor stay taken. {{cure}}",
    request:
      "'{{name}}' is neither ended nor destroyed when {{moment}}: its socket stays ESTABLISHED, and the server waits for the rest of the request. {{cure}}",
    server: "'{{name}}' still listens when {{moment}}: its port stays taken. Close it on every way out, for example in a finally.",
  },
  onUnmet({ lifetime, cause }) {
    const data = { name: nameOf(lifetime), moment: momentOf(lifetime, cause) };
    const destroy = { ...data, cure: cureOf(lifetime, cause, 'Destroy') };
    const close = { ...data, cure: cureOf(lifetime, cause, 'Close') };
    switch (lifetime.protocol) {
      case 'server':
        return { message: 'server', data, tcpState: 'LISTEN' };
      case 'datagram':
        return { message: 'datagram', data: close };
      case 'session':
        return { message: 'session', data: close, tcpState: 'ESTABLISHED' };
      case 'websocket':
        return { message: 'websocket', data: close, tcpState: 'ESTABLISHED' };
      case 'request':
        return { message: 'request', data: destroy, tcpState: 'ESTABLISHED' };
      default:
    }
    switch (cause.read) {
      case 'nobody':
        return { message: 'unread', data: destroy, tcpState: 'CLOSE_WAIT' };
      case 'perhaps':
        return { message: 'perhapsUnread', data: destroy, tcpState: 'ESTABLISHED' };
      case 'somebody':
        return { message: 'read', data: destroy, tcpState: 'ESTABLISHED' };
    }
  },
});
