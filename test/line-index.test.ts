/** Offsets and positions: inverse of each other, and in agreement with TypeScript, whatever the line ends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lineIndexOf } from '../src/base/line-index.ts';
import { loadBundledTypeScript } from '../src/host/bundled-typescript.ts';
import { asTypeScript, parseText } from '../src/lower/ts-port.ts';

const text = fc.array(fc.constantFrom('a', 'é', '😀', ' ', '\n', '\r', '\r\n', '\u2028', '\u2029')).map(parts => parts.join(''));

describe('lineIndexOf', () => {
  it('finds its way back from every offset', () => {
    fc.assert(
      fc.property(text, source => {
        const lines = lineIndexOf(source);
        for (let offset = 0; offset <= source.length; offset += 1) {
          expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it('agrees with TypeScript', () => {
    const typescript = asTypeScript(loadBundledTypeScript());
    fc.assert(
      fc.property(text, source => {
        const sourceFile = parseText(typescript, 'a.ts', source);
        const lines = lineIndexOf(source);
        expect(lines.lineCount).toBe(sourceFile.getLineStarts().length);
        for (let offset = 0; offset <= source.length; offset += 1) {
          const { line, character } = sourceFile.getLineAndCharacterOfPosition(offset);
          expect(lines.positionAt(offset)).toEqual({ line: line + 1, column: character + 1 });
        }
      }),
    );
  });

  it('gives positions in the order of offsets', () => {
    fc.assert(
      fc.property(text, source => {
        const lines = lineIndexOf(source);
        const positions = Array.from(source, (_, offset) => lines.positionAt(offset));
        expect(positions).toEqual(positions.toSorted((a, b) => a.line - b.line || a.column - b.column));
      }),
    );
  });

  it('has one line where the text is empty', () => {
    const lines = lineIndexOf('');
    expect(lines.lineCount).toBe(1);
    expect(lines.positionAt(0)).toEqual({ line: 1, column: 1 });
    expect(lines.offsetAt({ line: 1, column: 1 })).toBe(0);
  });

  it('counts CRLF as one end, and a lone CR as one', () => {
    const lines = lineIndexOf('a\r\nb\rc\n\rd');
    expect(lines.lineCount).toBe(5);
    expect(lines.positionAt(2)).toEqual({ line: 1, column: 3 });
    expect(lines.positionAt(3)).toEqual({ line: 2, column: 1 });
    expect(lines.positionAt(5)).toEqual({ line: 3, column: 1 });
  });

  it('counts an offset past the end as the end, and before the start as the start', () => {
    const lines = lineIndexOf('a\nbc');
    expect(lines.positionAt(99)).toEqual({ line: 2, column: 3 });
    expect(lines.positionAt(-1)).toEqual({ line: 1, column: 1 });
  });

  it('knows no line that the text does not have', () => {
    const lines = lineIndexOf('a\n');
    expect(lines.offsetAt({ line: 2, column: 1 })).toBe(2);
    expect(lines.offsetAt({ line: 3, column: 1 })).toBeUndefined();
    expect(lines.offsetAt({ line: 0, column: 1 })).toBeUndefined();
  });
});
