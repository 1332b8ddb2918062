/** The pure parts of the command line: what exit codes, rule choices and lifetimes come to, without a process. */
import { expect, test } from 'vitest';
import { describeLifetime } from '../src/cli/describe-lifetime.ts';
import { engineConfigOf } from '../src/cli/engine-config.ts';
import { exitCodeOf } from '../src/cli/exit-code.ts';
import type { EngineConfig } from '../src/engine/analyze.ts';
import type { Lifetime } from '../src/protocol/lifetime.ts';
import type { Finding, Severity } from '../src/rule/finding.ts';
import type { Report } from '../src/rule/report.ts';

const SOURCE = 'const socket = net.connect(80);\nawait handshake(socket);\nsocket.destroy();\n';
const acquiredAt = { file: 'a.ts', start: 15, end: 30 };
const awaited = { file: 'a.ts', start: 32, end: 55 };

const lifetime: Lifetime = {
  protocol: 'socket',
  api: 'net.connect',
  name: 'socket',
  acquiredAt,
  received: false,
  functionName: 'dial',
  fates: [{ kind: 'released', span: { file: 'a.ts', start: 57, end: 73 } }],
  causes: [
    {
      kind: 'unmet',
      exit: 'reject',
      edge: 'evident',
      read: 'nobody',
      witness: [
        { span: acquiredAt, note: 'acquired' },
        { span: awaited, note: 'left here by reject', exit: 'reject' },
      ],
    },
  ],
};

function findingOf(severity: Severity): Finding {
  const place = { file: 'a.ts', line: 1, column: 16 };
  const witness = [{ ...place, note: 'acquired' }] as const;
  const prints = { fingerprint: 'a', stableFingerprint: 'b' };
  return { rule: 'no-leaked-socket', severity, message: 'm', ...place, endLine: 1, endColumn: 31, witness, ...prints };
}

function reportOf(parts: Partial<Report>): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'closewait', version: '0.0.0' },
    findings: [],
    incomplete: [],
    degraded: [],
    skipped: {},
    projects: [],
    stats: { files: 1, analysedFunctions: 1, resources: 1, opaque: {} },
    ...parts,
  };
}

test('the exit code follows the severest finding and --fail-on, and incomplete outranks both', () => {
  const error = reportOf({ findings: [findingOf('error')] });
  const warning = reportOf({ findings: [findingOf('warning')] });
  const codes = [reportOf({}), warning, error].map(report => [
    exitCodeOf(report, 'error'),
    exitCodeOf(report, 'warning'),
    exitCodeOf(report, 'never'),
  ]);
  expect(codes).toEqual([
    [0, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
  ]);
  expect(exitCodeOf({ ...error, incomplete: [{ kind: 'read', file: 'b.ts', reason: 'r' }] }, 'never')).toBe(2);
  expect(exitCodeOf({ ...warning, degraded: [{ kind: 'types', file: 'b.ts', reason: 'r' }] }, 'error')).toBe(0);
});

function configOf(...args: Parameters<typeof engineConfigOf>): EngineConfig {
  const config = engineConfigOf(...args);
  if ('kind' in config) throw new Error(config.message);
  return config;
}

const levels = (config: EngineConfig): readonly string[] => config.rules.map(({ rule, severity }) => `${rule.name}=${severity}`);

test('presets choose rules and paths, --rule changes or picks', () => {
  expect(configOf('recommended', []).errorPaths).toBe('evident');
  expect([configOf('strict', []).errorPaths, configOf('all', []).errorPaths]).toEqual(['all', 'all']);
  expect(levels(configOf('recommended', []))).toContain('no-leaked-socket=error');
  expect(levels(configOf('recommended', ['no-leaked-socket=warning']))).toContain('no-leaked-socket=warning');
  expect(levels(configOf('recommended', ['no-leaked-socket=off']))).not.toContain('no-leaked-socket=error');
  expect(levels(configOf('all', ['closewait/no-leaked-socket']))).toEqual(['no-leaked-socket=error']);
  expect(engineConfigOf('all', ['no-leaked-socket=error=off'])).toMatchObject({ kind: 'usage' });
});

const trace = (traced: Lifetime, report: Report, config = configOf('recommended', [])): string =>
  describeLifetime(traced, report, config, () => SOURCE);

test('trace tells the fates, the unmet exits with their paths, and the verdict', () => {
  expect(trace(lifetime, reportOf({ findings: [findingOf('error')] }))).toMatchInlineSnapshot(`
    "net.connect (socket) acquired at a.ts:1:16 in dial, held by 'socket'
      fates:
        released     a.ts:3:1
      unmet exits:
        reject: the source shows the path; nobody reads it
          1. a.ts:1:16  acquired
          2. a.ts:2:1  left here by reject
      reported: no-leaked-socket (error)"
  `);
});

test('trace says why nothing is reported', () => {
  const unknown: Lifetime = {
    ...lifetime,
    causes: [],
    fates: [{ kind: 'unknown', span: awaited, why: 'passed to a function nobody knows' }],
  };
  const conceivable: Lifetime = { ...lifetime, causes: lifetime.causes.map(cause => ({ ...cause, edge: 'conceivable' })) };
  const none = reportOf({});
  expect(trace({ ...lifetime, causes: [] }, none)).toContain('not reported: it is released or handed over on every way out');
  expect(trace(unknown, none)).toContain('not reported: what becomes of it is not known on some path');
  expect(trace({ ...lifetime, silentBecause: 'process lifetime' }, none)).toContain('not reported: process lifetime');
  expect(trace(lifetime, none, configOf('recommended', ['no-leaked-socket=off']))).toContain(
    'not reported: the rule no-leaked-socket is off',
  );
  expect(trace(conceivable, none)).toContain('--preset strict reports them');
  expect(trace({ ...lifetime, fates: [] }, none)).toContain('fates: none');
});
