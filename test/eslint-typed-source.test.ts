/** The start-up guard of typed presets: what is not the copy of TypeScript that made the nodes is never used. */
import { join } from 'node:path';
import type { Rule } from 'eslint';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { typedSourceOf } from '../src/eslint/typed-source.ts';

const ROOT = join(import.meta.dirname, '..');

/** A rule's context with these parser services; nothing else of it is read. */
function contextWith(parserServices: unknown): Rule.RuleContext {
  const context = { cwd: ROOT, physicalFilename: join(ROOT, 'a.ts'), sourceCode: { ast: {}, parserServices } };
  return context as unknown as Rule.RuleContext;
}

const program = ts.createProgram(['a.ts'], {}, { ...ts.createCompilerHost({}), getSourceFile: () => undefined });
const sourceFile = ts.createSourceFile('a.ts', '', ts.ScriptTarget.Latest);
const nodeMapTo = (node: unknown) => ({ get: () => node });

test('the copy that made the nodes is taken', () => {
  const typed = typedSourceOf(contextWith({ program, esTreeNodeToTSNodeMap: nodeMapTo(sourceFile) }));
  expect(typed).toMatchObject({ kind: 'source', source: { sourceFile } });
});

test('parsers without services, or without a program, are a matter of configuration', () => {
  for (const services of [undefined, null, {}, { program: null, esTreeNodeToTSNodeMap: nodeMapTo(sourceFile) }]) {
    expect(typedSourceOf(contextWith(services))).toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('projectService') as unknown,
    });
  }
});

test('nodes of another syntax table (TypeScript 5.8 and older) are refused', () => {
  const older = { ...sourceFile, kind: ts.SyntaxKind.SourceFile - 1 };
  expect(typedSourceOf(contextWith({ program, esTreeNodeToTSNodeMap: nodeMapTo(older) }))).toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining(ts.version) as unknown,
  });
});

test('types of another flag table (TypeScript 5.9) are refused', () => {
  const checker = { getUndefinedType: () => ({ flags: 1 << 30 }) };
  const older = { getTypeChecker: () => checker };
  expect(typedSourceOf(contextWith({ program: older, esTreeNodeToTSNodeMap: nodeMapTo(sourceFile) }))).toMatchObject({
    kind: 'misconfigured',
    message: expect.stringContaining('copy of TypeScript') as unknown,
  });
});
