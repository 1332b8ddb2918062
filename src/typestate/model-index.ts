/** The models as look-ups: what an API does, which names and module specifiers matter. Built once a run. */
import type { ApiRef } from '../ir/ir.ts';
import type { Effect } from '../protocol/effect.ts';
import type { LibraryModel } from '../protocol/model.ts';

export type ModelIndex = {
  /** The effects of calling (or constructing) the API; the row for the call's first string literal wins. Undefined: no model knows it. */
  effectsOf(api: ApiRef, construct: boolean, literal?: string): readonly Effect[] | undefined;
  /** Whether models know methods of this class (`net.Socket`), so that a method without a row is one that nobody has looked at. */
  knowsClass(name: string): boolean;
  /** Whether the class has a row for the method. */
  hasMethod(className: string, method: string): boolean;
  /** Members that acquire or create: the names worth a question to the type checker. */
  readonly acquiringNames: ReadonlySet<string>;
  /** Every specifier by which a modelled resource can be imported. */
  readonly specifiers: readonly string[];
};

export function indexModels(models: readonly LibraryModel[]): ModelIndex {
  const rows = new Map<string, readonly Effect[]>();
  const patterns: { readonly test: RegExp; readonly effects: readonly Effect[] }[] = [];
  const classes = new Set<string>();
  const acquiringNames = new Set<string>();
  const specifiers = new Set<string>();

  for (const { modules, api } of models) {
    const [module] = modules;
    for (const [signature, effects] of Object.entries<readonly Effect[]>(api)) {
      const construct = signature.startsWith('new ');
      const member = construct ? signature.slice(4) : signature;
      const key = `${construct ? 'new ' : ''}${module}.${member}`;
      if (member.includes('*')) patterns.push({ test: wildcard(key), effects });
      else rows.set(key, effects);
      if (member.includes('#')) classes.add(`${module}.${member.slice(0, member.indexOf('#'))}`);
      if (!effects.some(effect => effect.kind === 'acquire' || effect.kind === 'create')) continue;
      for (const specifier of modules) specifiers.add(specifier);
      if (!member.includes('#')) acquiringNames.add(member.slice(0, member.indexOf('(')));
    }
  }

  return {
    effectsOf({ module, member }, construct, literal) {
      const name = `${construct ? 'new ' : ''}${module}.${member}`;
      const special = literal === undefined ? undefined : rows.get(`${name}('${literal}')`);
      return special ?? rows.get(`${name}()`) ?? patterns.find(({ test }) => test.test(`${name}()`))?.effects;
    },
    knowsClass: name => classes.has(name),
    hasMethod: (className, method) => rows.has(`${className}#${method}()`),
    acquiringNames,
    specifiers: [...specifiers].sort(),
  };
}

function wildcard(key: string): RegExp {
  const escaped = key.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[A-Za-z0-9_$]*');
  return new RegExp(`^${escaped}$`);
}
