/** The models as look-ups: what an API does, what a class is, which names and module specifiers matter. Built once a run. */
import { invariant } from '../base/invariant.ts';
import type { ApiRef } from '../ir/ir.ts';
import type { Effect } from '../protocol/effect.ts';
import type { ClassModel, LibraryModel } from '../protocol/model.ts';
import { type ClassName, COUNTS, type ResourceClass } from '../protocol/protocol.ts';

export type ModelIndex = {
  /**
   * The effects of calling (or constructing) the API; the row for the call's first string literal wins, then the plain row, then those
   * of the classes it extends, then a wildcard. Undefined: no model knows it. Resources are named with their module.
   */
  effectsOf(api: ApiRef, construct: boolean, literal?: string): readonly Effect[] | undefined;
  /** Whether models know methods of this class (`net.Socket`), so that a method without a row is one that nobody has looked at. */
  knowsClass(name: string): boolean;
  /** Whether the class, or one it extends, has a row for the method. */
  hasMethod(className: string, method: string): boolean;
  /** What an instance of the class holds; undefined where it holds nothing that is owed. */
  resourceOf(className: string): ResourceClass | undefined;
  /** Whether one of the classes extends the other, or is it. */
  areKin(one: string, other: string): boolean;
  /** Whether an instance connects again by itself. */
  reconnects(className: string): boolean;
  /** Whether closing an instance waits for what it lent, so that a child is not covered by its parent. */
  waitsForChildren(className: string): boolean;
  /** Members that make or hand out a resource, methods included: the names worth a question to the type checker. */
  readonly askedNames: ReadonlySet<string>;
  /** The canonical specifiers of the libraries. */
  readonly modules: ReadonlySet<string>;
  /** Every specifier by which a modelled resource can be imported. */
  readonly specifiers: readonly string[];
  /** Globals whose instances are resources, which need no import. */
  readonly globals: readonly string[];
};

/** Effects that bring something into being, or say what it is. */
type Naming = Extract<Effect, { readonly resource: string }>;

export function indexModels(models: readonly LibraryModel[]): ModelIndex {
  const rows = new Map<string, readonly Effect[]>();
  const patterns: { readonly test: RegExp; readonly effects: readonly Effect[] }[] = [];
  const classes = new Map<string, ClassModel>();
  const withRows = new Set<string>();
  const askedNames = new Set<string>();
  const specifiers = new Set<string>();
  const globals = new Set<string>();

  for (const { modules, classes: own = {}, api } of models) {
    const [module] = modules;
    for (const [name, model] of Object.entries<ClassModel>(own)) {
      classes.set(`${module}.${name}`, model.extends === undefined ? model : { ...model, extends: qualified(model.extends, module) });
    }
    for (const [signature, unqualified] of Object.entries<readonly Effect[]>(api)) {
      const effects = unqualified.map(effect => (isNaming(effect) ? { ...effect, resource: qualified(effect.resource, module) } : effect));
      const construct = signature.startsWith('new ');
      const member = construct ? signature.slice(4) : signature;
      const key = `${construct ? 'new ' : ''}${module}.${member}`;
      if (member.includes('*')) patterns.push({ test: wildcard(key), effects });
      else rows.set(key, effects);
      if (member.includes('#')) withRows.add(`${module}.${member.slice(0, member.indexOf('#'))}`);
      if (!effects.some(isNaming)) continue;
      if (module === 'global') {
        if (construct && effects.some(makes)) globals.add(member.slice(0, member.indexOf('(')));
      } else for (const specifier of modules) specifiers.add(specifier);
      if (effects.some(effect => makes(effect) && effect.into !== 'this')) {
        askedNames.add(member.slice(member.indexOf('#') + 1, member.indexOf('(')));
      }
    }
  }

  /** The class and those it extends, nearest first. */
  function lineageOf(className: string): readonly string[] {
    const lineage: string[] = [];
    for (let at: string | undefined = className; at !== undefined; at = classes.get(at)?.extends) {
      invariant(!lineage.includes(at), `${at} extends itself`);
      lineage.push(at);
    }
    return lineage;
  }

  function effectsOf({ module, member }: ApiRef, construct: boolean, literal?: string): readonly Effect[] | undefined {
    const [className, method] = member.split('#');
    const keys =
      method === undefined
        ? [`${construct ? 'new ' : ''}${module}.${member}`]
        : lineageOf(`${module}.${className ?? ''}`).map(name => `${name}#${method}`);
    if (literal !== undefined) {
      const special = firstOf(keys, key => rows.get(`${key}('${literal}')`));
      if (special) return special;
    }
    return firstOf(keys, key => rows.get(`${key}()`)) ?? firstOf(keys, key => patterns.find(({ test }) => test.test(`${key}()`))?.effects);
  }

  return {
    effectsOf,
    knowsClass: name => lineageOf(name).some(ancestor => withRows.has(ancestor)),
    hasMethod: (className, method) => lineageOf(className).some(name => rows.has(`${name}#${method}()`)),
    resourceOf(className) {
      const lineage = lineageOf(className).flatMap(name => classes.get(name) ?? []);
      const protocol = lineage.find(model => model.protocol !== undefined)?.protocol;
      if (protocol === undefined) return undefined;
      const until = lineage.find(model => model.until !== undefined)?.until;
      const counts = lineage.find(model => model.counts !== undefined)?.counts ?? COUNTS[protocol];
      return { name: className as ClassName, protocol, counts, ...(until === undefined ? {} : { until }) };
    },
    areKin: (one, other) => lineageOf(one).includes(other) || lineageOf(other).includes(one),
    reconnects: className => lineageOf(className).some(name => classes.get(name)?.reconnects ?? false),
    waitsForChildren: className => lineageOf(className).some(name => classes.get(name)?.waitsForChildren ?? false),
    askedNames,
    modules: new Set(models.map(({ modules: [module] }) => module)),
    specifiers: [...specifiers].sort(),
    globals: [...globals].sort(),
  };
}

/** Whether the effect brings a resource into being because it was asked for. */
function makes(effect: Effect): effect is Extract<Effect, { readonly kind: 'acquire' | 'create' }> {
  return effect.kind === 'acquire' || effect.kind === 'create';
}

function isNaming(effect: Effect): effect is Naming {
  return 'resource' in effect;
}

/** A class as the index names it. Modules may hold dots and slashes, classes do not. */
function qualified(name: string, module: string): string {
  return name.includes('.') ? name : `${module}.${name}`;
}

function firstOf<T>(keys: readonly string[], find: (key: string) => T | undefined): T | undefined {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function wildcard(key: string): RegExp {
  const escaped = key.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[A-Za-z0-9_$]*');
  return new RegExp(`^${escaped}$`);
}
