/**
 * Classes of a graph. The `class` operation names its parts only as functions, so what each part is called, whether it is static and
 * whether the class extends another is read from the source, by the spans.
 */
import type ts from 'typescript';
import type { Instruction } from '../../src/ir/ir.ts';
import type { TsModule } from '../../src/lower/ts-port.ts';
import { run } from './run-ir-closures.ts';
import { activate, type Machine, originOf } from './run-ir-state.ts';
import { Halt } from './run-ir-operators.ts';
import { isObject, isStub } from './value-shape.ts';

type MemberFacts = { readonly isStatic: boolean; readonly key: string | symbol | null; readonly kind: 'method' | 'get' | 'set' | 'auto' };

export type ClassFacts = {
  readonly extends: boolean;
  /** Decorators stand before the base among the parts. */
  readonly decorators: number;
  /** By where the member stands. */
  readonly members: ReadonlyMap<string, MemberFacts>;
};

export const placeOf = ({ start, end }: { readonly start: number; readonly end: number }): string => `${start}-${end}`;

export function classFactsOf(typescript: TsModule, sourceFile: ts.SourceFile): ReadonlyMap<string, ClassFacts> {
  const facts = new Map<string, ClassFacts>();
  const placeOfNode = (node: ts.Node): string => placeOf({ start: node.getStart(sourceFile), end: node.end });
  const visit = (node: ts.Node): void => {
    if (typescript.isClassLike(node)) {
      const isExtends = (clause: ts.HeritageClause): boolean => clause.token === typescript.SyntaxKind.ExtendsKeyword;
      const members = node.members.map(member => [placeOfNode(member), factsOfMember(typescript, member)] as const);
      facts.set(placeOfNode(node), {
        extends: node.heritageClauses?.some(isExtends) ?? false,
        decorators: typescript.getDecorators(node)?.length ?? 0,
        members: new Map(members),
      });
    }
    typescript.forEachChild(node, visit);
  };
  visit(sourceFile);
  return facts;
}

function factsOfMember(typescript: TsModule, member: ts.ClassElement): MemberFacts {
  const modifiers = typescript.canHaveModifiers(member) ? (typescript.getModifiers(member) ?? []) : [];
  return {
    isStatic: modifiers.some(({ kind }) => kind === typescript.SyntaxKind.StaticKeyword),
    key: member.name ? keyOf(typescript, member.name) : null,
    kind: typescript.isAutoAccessorPropertyDeclaration(member)
      ? 'auto'
      : typescript.isGetAccessor(member)
        ? 'get'
        : typescript.isSetAccessor(member)
          ? 'set'
          : 'method',
  };
}

/** What a member is called; null where that is decided at run time. */
export function keyOf(typescript: TsModule, name: ts.PropertyName): string | symbol | null {
  if (!typescript.isComputedPropertyName(name)) return name.text;
  const { expression } = name;
  if (typescript.isStringLiteralLike(expression)) return expression.text;
  const isSymbol = typescript.isPropertyAccessExpression(expression) && expression.expression.getText() === 'Symbol';
  return isSymbol ? ((Symbol as unknown as { readonly [name: string]: symbol })[expression.name.text] ?? null) : null;
}

export function classOf(
  facts: ReadonlyMap<string, ClassFacts>,
  machine: Machine,
  it: Extract<Instruction, { kind: 'op' }>,
  parts: readonly unknown[],
): unknown {
  const known = facts.get(placeOf(it.span));
  if (!known) throw new Error('the class stands in the source');
  const base = known.extends ? parts[known.decorators] : undefined;
  if (known.extends && typeof base !== 'function') throw new Halt('beyond decree', 'extends no class');
  const start = parts.map(originOf).find(it => it?.graph.kind === 'constructor');
  const value = function (...args: readonly unknown[]): unknown {
    const newTarget = new.target as typeof value | undefined;
    if (!newTarget) throw new TypeError('a class is not called without new');
    if (start) return construct(machine, start, base, newTarget, args);
    return base === undefined ? instanceOf(newTarget) : (Reflect.construct(base as () => unknown, args, newTarget) as unknown);
  };
  if (isObject(base)) {
    Object.setPrototypeOf(value, base);
    Object.setPrototypeOf(value.prototype as object, (base as { readonly prototype: object }).prototype);
  }
  for (const part of parts) {
    const origin = isStub(part) ? undefined : originOf(part);
    const graph = origin?.graph;
    const member = graph && known.members.get(placeOf(graph.span));
    if (graph) origin.around.homes.set(graph.id, (member?.isStatic === true ? value : value.prototype) as object);
    if (member?.kind === 'auto' && member.key !== null) Object.defineProperty(value.prototype, member.key, autoAccessor());
    const isCalled = graph?.kind === 'method' || graph?.kind === 'accessor';
    if (!isCalled || (typeof member?.key !== 'string' && typeof member?.key !== 'symbol')) continue;
    const home = (member.isStatic ? value : value.prototype) as object;
    // What the other accessor of a pair has defined stays as it is.
    const descriptor = member.kind === 'method' ? { value: part, writable: true } : { [member.kind]: part };
    Object.defineProperty(home, member.key, { ...descriptor, configurable: true, enumerable: false });
  }
  return value;
}

/** `accessor name`: what it holds is no property of the object. */
function autoAccessor(): PropertyDescriptor & ThisType<object> {
  const held = new WeakMap<object, unknown>();
  return {
    get() {
      return held.get(this);
    },
    set(value) {
      held.set(this, value);
    },
    configurable: true,
  };
}

const instanceOf = (newTarget: { readonly prototype: unknown }): object => Object.create(newTarget.prototype as object) as object;

/** Runs the constructor; a derived class has its object from `super()`. */
function construct(
  machine: Machine,
  { graph, around }: NonNullable<ReturnType<typeof originOf>>,
  base: unknown,
  newTarget: { readonly prototype: unknown },
  args: readonly unknown[],
): unknown {
  const receiver = base === undefined ? instanceOf(newTarget) : undefined;
  const activation = activate(graph, around, receiver, args, { newTarget, base });
  const result = run(machine, activation);
  if (isObject(result)) return result;
  return graph.thisCell === null ? receiver : activation.cells.get(graph.thisCell);
}
