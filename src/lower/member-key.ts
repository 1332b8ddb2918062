/** What a member is called, where the source says so for certain. A well-known symbol is spelt as models spell it: `[Symbol.dispose]`. */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import type { FunctionContext } from './context.ts';
import { GLOBAL } from './provenance.ts';

/** The member that `[key]` certainly means: a string, or a well-known symbol. */
export function keyNamed({ module: { ts, provenance } }: FunctionContext, key: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(key)) return key.text;
  const api = ts.isPropertyAccessExpression(key) ? provenance.apiOf(key) : undefined;
  return api?.module === GLOBAL && api.member.startsWith('Symbol.') ? `[${api.member}]` : undefined;
}

/** A property name as a string; null where it is computed (the expression is evaluated all the same). */
export function keyOf(fn: FunctionContext, name: ts.PropertyName): string | null {
  if (!fn.module.ts.isComputedPropertyName(name)) return name.text;
  const known = keyNamed(fn, name.expression);
  if (known !== undefined) return known;
  fn.expression(name.expression);
  return null;
}

/** What an access takes of its object: a name, or a value that is computed now. */
export function propertyOf(fn: FunctionContext, access: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | ValueId {
  if (fn.module.ts.isPropertyAccessExpression(access)) return access.name.text;
  const { argumentExpression } = access;
  return keyNamed(fn, argumentExpression) ?? fn.expression(argumentExpression);
}
