/** The judge of fixtures can fail in each direction: for every way a program and its expectations disagree there is one problem. */
import { describe, expect, it } from 'vitest';

import { judge, readExpectations, withoutExpectations, type JudgedFinding } from './support/want.ts';

const FILE = 'fixtures/no-leaked-socket/some.leak.ts';
const NO_SUMMARIES = new Map<string, string>();

const PROGRAM = `const a = connect(); // want no-leaked-socket: "left by reject"
await hello(a); // path: reject
a.destroy();`;

const FINDING: JudgedFinding = {
  file: FILE,
  line: 1,
  rule: 'no-leaked-socket',
  message: "'a' is still open when dial is left by reject",
  witness: [
    { file: FILE, line: 1 },
    { file: FILE, line: 2, exit: 'reject' },
  ],
};

const problems = (program: string, findings: readonly JudgedFinding[], summaries = NO_SUMMARIES): string[] =>
  judge(readExpectations(FILE, program), findings, summaries);

describe('want', () => {
  it('is content with the finding it describes', () => {
    expect(problems(PROGRAM, [FINDING])).toEqual([]);
  });

  it('needs no text', () => {
    expect(problems('connect(); // want no-leaked-socket', [FINDING])).toEqual([]);
  });

  it('fails when nothing is reported, once', () => {
    expect(problems(PROGRAM, [])).toEqual([`${FILE}:1 wants no-leaked-socket, but it is not reported here`]);
  });

  it('fails when another line is reported, in both directions', () => {
    expect(problems(PROGRAM, [{ ...FINDING, line: 3 }])).toEqual([
      `${FILE}:1 wants no-leaked-socket, but it is not reported here`,
      `${FILE}:3 no-leaked-socket is reported, but nobody wants it: ${FINDING.message}`,
    ]);
  });

  it('fails when another rule speaks', () => {
    expect(problems(PROGRAM, [{ ...FINDING, rule: 'no-unread-socket' }])).toHaveLength(2);
  });

  it('fails when the message says something else, and says it once', () => {
    expect(problems(PROGRAM, [{ ...FINDING, message: 'left by return' }])).toEqual([
      `${FILE}:1 wants no-leaked-socket to say "left by reject", but it says "left by return"`,
    ]);
  });

  it('explains one finding each', () => {
    expect(problems(PROGRAM, [FINDING, FINDING])).toEqual([
      `${FILE}:1 no-leaked-socket is reported, but nobody wants it: ${FINDING.message}`,
    ]);
  });

  it('takes the finding with its text where a line has two', () => {
    const program = '[connect(), connect()]; // want no-leaked-socket: "b" // want no-leaked-socket: "a"';
    const findings = ['a', 'b'].map(message => ({ ...FINDING, message }));
    expect(problems(program, findings)).toEqual([]);
  });
});

describe('silence', () => {
  it('fails on an unexpected finding', () => {
    expect(problems('connect();', [FINDING])).toEqual([`${FILE}:1 no-leaked-socket is reported, but nobody wants it: ${FINDING.message}`]);
  });
});

describe('path', () => {
  it('fails when the path leaves on another line', () => {
    const finding = { ...FINDING, witness: [{ file: FILE, line: 3, exit: 'reject' as const }] };
    expect(problems(PROGRAM, [finding])).toEqual([`${FILE}:2 is not where the path of line 1 leaves by reject: that is reject on line 3`]);
  });

  it('fails when the path leaves in another way', () => {
    const finding = { ...FINDING, witness: [{ file: FILE, line: 2, exit: 'return' as const }] };
    expect(problems(PROGRAM, [finding])).toEqual([`${FILE}:2 is not where the path of line 1 leaves by reject: that is return on line 2`]);
  });

  it('fails when the path passes the line without leaving there', () => {
    expect(problems(PROGRAM, [{ ...FINDING, witness: [{ file: FILE, line: 2 }] }])).toEqual([
      `${FILE}:2 is not where the path of line 1 leaves by reject: that is nowhere`,
    ]);
  });

  it('belongs to the want nearest above', () => {
    const program = `${PROGRAM}\nconnect(); // want no-leaked-socket // path: overwrite`;
    const second = { ...FINDING, line: 4, witness: [{ file: FILE, line: 4, exit: 'overwrite' as const }] };
    expect(problems(program, [FINDING, second])).toEqual([]);
    expect(problems(program, [FINDING, { ...second, witness: FINDING.witness }])).toHaveLength(1);
  });

  it('fails without a want', () => {
    expect(problems('connect(); // path: return', [])).toEqual([`${FILE}:1 has a path, but no want above it`]);
  });
});

describe('miss and noise', () => {
  const miss = 'connect(); // miss no-leaked-socket: listeners are not followed';
  const noise = 'connect(); // noise no-leaked-socket: the socket is destroyed already';

  it('hold while the tool is wrong', () => {
    expect(problems(miss, [])).toEqual([]);
    expect(problems(noise, [FINDING])).toEqual([]);
  });

  it('fail when it heals', () => {
    expect(problems(miss, [FINDING])).toEqual([
      `${FILE}:1 the miss of no-leaked-socket is found now: make it a want (listeners are not followed)`,
    ]);
    expect(problems(noise, [])).toEqual([
      `${FILE}:1 the noise of no-leaked-socket is gone: remove the comment (the socket is destroyed already)`,
    ]);
  });
});

describe('summary', () => {
  it.each([
    ['function close(socket) {', 'close'],
    ['export async function close(socket) {', 'close'],
    ['const close = socket => socket.destroy();', 'close'],
    ['  async close(socket) {', 'Pool.close'],
  ])('of %s is found', (declaration, name) => {
    const program = `${declaration} // summary: releases arg0`;
    expect(problems(program, [], new Map([[name, 'releases arg0']]))).toEqual([]);
    expect(problems(program, [], new Map([[name, 'borrows arg0']]))).toEqual([
      `${FILE}:1 the summary of close is "borrows arg0", not "releases arg0"`,
    ]);
    expect(problems(program, [])).toEqual([`${FILE}:1 the summary of close is "missing", not "releases arg0"`]);
  });
});

describe('the grammar', () => {
  it.each([
    '// want',
    '// want RULE "no colon"',
    '// path: sideways',
    '// miss no-leaked-socket',
    '// noise no-leaked-socket:',
    '// summary: of nothing',
    '// unproven',
  ])('refuses %s', comment => {
    expect(() => readExpectations(FILE, comment)).toThrow(`${FILE}:1 is not of the fixture grammar`);
  });

  it('expects nothing where a leak is not run', () => {
    expect(readExpectations(FILE, '// unproven: it needs a network that drops packets')).toEqual([]);
  });

  it('can be taken off a program', () => {
    expect(withoutExpectations(PROGRAM)).toBe('const a = connect();\nawait hello(a);\na.destroy();');
  });
});
