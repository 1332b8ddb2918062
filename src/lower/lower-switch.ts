/** switch: the cases are tested in order, a body falls into the next one. A value that is no case goes to `default`, or past all. */
import type ts from 'typescript';
import { type FunctionContext, operation, spanOf } from './context.ts';
import { isExhaustive } from './exhaustive.ts';
import { within } from './lower-loop.ts';
import { lowerStatements } from './lower-using.ts';

export function lowerSwitch(fn: FunctionContext, node: ts.SwitchStatement): void {
  const { graph } = fn;
  const { ts } = fn.module;
  const subject = fn.expression(node.expression);
  fn.hoist(node.caseBlock);
  const after = graph.block();
  const clauses = node.caseBlock.clauses.map(clause => ({ clause, body: graph.block() }));
  within(fn, after, null, true, () => {
    for (const { clause, body } of clauses) {
      if (ts.isDefaultClause(clause)) continue;
      const next = graph.block();
      const test = operation(fn, clause.expression, '===', [subject, fn.expression(clause.expression)]);
      graph.end({ kind: 'branch', test, then: body, else: next, span: spanOf(fn, clause.expression) });
      graph.enter(next);
    }
    const otherwise = clauses.find(({ clause }) => ts.isDefaultClause(clause))?.body;
    if (!otherwise && isExhaustive(fn, node)) graph.end({ kind: 'stop', span: spanOf(fn, node) });
    else graph.jump(otherwise ?? after, spanOf(fn, node));
    clauses.forEach(({ clause, body }, i) => {
      graph.enter(body);
      lowerStatements(fn, clause.statements);
      graph.jump(clauses[i + 1]?.body ?? after, spanOf(fn, clause));
    });
  });
  graph.enter(after);
}
