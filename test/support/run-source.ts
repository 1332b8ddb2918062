/**
 * A golden's program as Node runs it. TypeScript erases the types and puts newer words into older ones, free names are bound to stubs, and
 * loops over stubs follow the script.
 */
import type ts from 'typescript';

import type { Golden } from './golden-program.ts';
import { isPausing, keysOf, type Program } from './running-program.ts';
import { isStub } from './value-shape.ts';

const NO_NAMES: ReadonlySet<string> = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof let new null return static super switch this throw true try typeof undefined var void while with yield ' +
    'arguments eval exports module require implements interface package private protected public ' +
    'Object Symbol Promise Error Map Set Array NaN TypeError SuppressedError Reflect'
  ).split(' '),
);

/** The program as Node runs it: types erased, free names bound to stubs, loops over stubs scripted. */
export function programOfSource({ ts: typescript, text, name, entries, module }: Golden): Program {
  const { outputText } = typescript.transpileModule(text, {
    fileName: name,
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: true,
      jsx: typescript.JsxEmit.React,
      jsxFactory: '$element',
      jsxFragmentFactory: '$fragment',
    },
    transformers: { before: [scriptedLoops(typescript)] },
  });
  const own = ['$each', '$eachAwaited', '$keys', '$element', '$fragment', '$meta'];
  const names = [...new Set(outputText.match(/[A-Za-z_$][\w$]*/g))].filter(word => !NO_NAMES.has(word) && !own.includes(word));
  const declared = [...new Set(entries.flatMap(entry => (entry.kind === 'module' ? [] : [entry.name])))].filter(it => it !== 'default');
  const isScript = /\.[cm]?js$/.test(name);
  const waits = isPausing(module.functions.get(module.body));
  const body = `
    $show({ ${declared.map(it => `${JSON.stringify(it)}: () => ${it}`).join(', ')} });
    ${outputText.replaceAll('import.meta', '$meta')}`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is ours, and running it is the test.
  const make = new Function(
    'exports',
    'module',
    'require',
    '$show',
    ...own,
    ...names.filter(it => it !== '$show'),
    `return ${waits ? 'async ' : ''}function () { ${isScript ? '' : "'use strict';"} ${body} };`,
  ) as (...values: readonly unknown[]) => () => unknown;
  const requires = text.includes('require(') && isScript;

  return world => {
    const exports: { [name: string]: unknown } = {};
    let shown: { readonly [name: string]: () => unknown } = {};
    const global = (member: string): unknown => world.api({ module: 'global', member });
    const load = (specifier: string): unknown => world.api({ module: specifier.replace(/^node:/, ''), member: 'default' });
    const scripted = (list: unknown, awaited: boolean): unknown => ({
      [awaited ? Symbol.asyncIterator : Symbol.iterator]: () => world.elements(list, awaited),
    });
    const start = make(
      exports,
      text.includes('module.exports') ? global('module') : { exports },
      requires ? global('require') : load,
      (values: typeof shown) => void (shown = values),
      (list: unknown) => (isStub(list) ? scripted(list, false) : list),
      (list: unknown) => (isStub(list) ? scripted(list, true) : list),
      (list: unknown) => (isStub(list) ? scripted(list, false) : keysOf(list)),
      () => world.stub('an element'),
      world.stub('a fragment'),
      world.stub('meta'),
      ...names.filter(it => it !== '$show').map(global),
    );
    return {
      start: () => start.call(undefined),
      valueOf: ({ name: wanted }) => (wanted in exports ? exports[wanted] : shown[wanted]?.()),
      halt: () => undefined,
    };
  };
}

/** `for (x of list)` over `$each(list)`, so that a loop over a stub can be told from a spread or a pattern; for-in over its keys. */
function scriptedLoops(typescript: Golden['ts']): ts.TransformerFactory<ts.SourceFile> {
  return context => {
    const { factory } = context;
    const each = (name: string, list: ts.Expression): ts.Expression =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, [list]);
    const visit = (node: ts.Node): ts.Node => {
      const inner = typescript.visitEachChild(node, visit, context);
      if (typescript.isForOfStatement(inner)) {
        const { awaitModifier, initializer, expression, statement } = inner;
        return factory.updateForOfStatement(
          inner,
          awaitModifier,
          initializer,
          each(awaitModifier ? '$eachAwaited' : '$each', expression),
          statement,
        );
      }
      if (!typescript.isForInStatement(inner)) return inner;
      return factory.createForOfStatement(undefined, inner.initializer, each('$keys', inner.expression), inner.statement);
    };
    return file => typescript.visitEachChild(file, visit, context);
  };
}
