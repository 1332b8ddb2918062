/**
 * Checks a model against the library's real declarations, in each version that the model says: what a key names must exist and be
 * callable in the way the key says, and what its effects name must exist, too.
 *
 * Invariant: nothing is looked up by text. Names are resolved by TypeScript's checker, through re-exports, `export =` and inheritance.
 */
import ts from 'typescript';
import type { Effect, Slot } from '../../src/protocol/effect.ts';
import type { ClassModel, LibraryModel } from '../../src/protocol/model.ts';
import { installed, type Scope, scopesOf } from './declarations.ts';
import { instanceOf, optionsOf, typeOfPath, typesOfMember } from './declared-types.ts';

/** `new Socket()`, `Socket#on('data')`, `promises.connect()`, `default()`, `*Sync()`, `console.*()`, `Redis#*()`. */
const KEY = /^(?<construct>new )?(?:(?<owner>[\w$.]+)#)?(?<name>[\w$.*]+|\[Symbol\.\w+\])\((?:'(?<event>[^']+)')?\)$/;

/** What libraries take without declaring it: `tls.connect({ signal })` is aborted by it (measured on Node 20). */
const UNDECLARED: ReadonlySet<string> = new Set(['connect() option.signal']);

/** What is wrong with the model, one sentence each; none where every key resolves from every specifier in every version. */
export function faultsOf(model: LibraryModel, libraries: string, others: readonly LibraryModel[] = []): readonly string[] {
  const inVersions = model.checkedAgainst.flatMap(checked => {
    if (installed(checked, libraries) === undefined) return [`${checked} is not installed`];
    const scopes = scopesOf(model.modules, checked, libraries);
    return model.modules.flatMap(specifier => {
      const scope = scopes.get(specifier);
      const faults = scope ? faultsIn(model, checked, scope) : ['there is no such module'];
      return faults.map(fault => `${specifier} (${checked}): ${fault}`);
    });
  });
  return [...inVersions, ...faultsOfItsOwn(model, [model, ...others])];
}

/** What one version's declarations do not have, or have although the model says that they do not. */
function faultsIn(model: LibraryModel, checked: string, scope: Scope): readonly string[] {
  const absent: readonly string[] = model.absent?.[checked] ?? [];
  const missing = Object.keys(model.classes ?? {}).flatMap(name => {
    const instance = instanceOf(name, scope);
    return typeof instance === 'string' && !absent.some(key => ofClass(key, name)) ? [`class ${name}: ${instance}`] : [];
  });
  const rows = Object.entries<readonly Effect[]>(model.api).flatMap(([key, effects]) => {
    const fault = faultOf(key, effects, scope);
    if (absent.includes(key)) return fault === undefined ? [`${key}: is not absent`] : [];
    return fault === undefined ? [] : [`${key}: ${fault}`];
  });
  return [...missing, ...rows];
}

/** What is wrong with the model, whatever the declarations say: names that no model declares, and lists that name what is not there. */
function faultsOfItsOwn(model: LibraryModel, models: readonly LibraryModel[]): readonly string[] {
  const [module] = model.modules;
  const declared = new Set(models.flatMap(({ modules, classes = {} }) => Object.keys(classes).map(name => `${modules[0]}.${name}`)));
  const undeclared = (name: string): boolean => !declared.has(name.includes('.') ? name : `${module}.${name}`);

  const classes = Object.entries<ClassModel>(model.classes ?? {}).flatMap(([name, { extends: base }]) =>
    base !== undefined && undeclared(base) ? [`class ${name}: no model declares ${base}`] : [],
  );
  const rows = Object.entries<readonly Effect[]>(model.api).flatMap(([key, effects]) => {
    const [owner, method] = key.split('#');
    if (method !== undefined && undeclared(owner ?? '')) return [`${key}: the model declares no class ${owner ?? ''}`];
    return effects.flatMap(effect =>
      'resource' in effect && undeclared(effect.resource) ? [`${key}: no model declares ${effect.resource}`] : [],
    );
  });
  const absent = Object.entries<readonly string[]>(model.absent ?? {}).flatMap(([checked, keys]) => [
    ...(model.checkedAgainst.includes(checked) ? [] : [`absent: the model is not checked against ${checked}`]),
    ...keys.filter(key => !(key in model.api)).map(key => `absent: there is no row ${key}`),
  ]);
  return [...classes, ...rows, ...absent].map(fault => `${module}: ${fault}`);
}

function ofClass(key: string, name: string): boolean {
  return key.startsWith(`${name}#`) || key === `new ${name}()`;
}

function faultOf(key: string, effects: readonly Effect[], scope: Scope): string | undefined {
  const { construct, owner, name, event } = KEY.exec(key)?.groups ?? {};
  if (name === undefined) return 'is not of the form of a key';
  const places = effects.flatMap(placesOf);
  if (owner === undefined && places.includes('this')) return "'this' is of a method";
  if (name.includes('*')) return wildcardFault(owner, name, scope);

  const types = owner === undefined ? typeOfPath(name, scope) : typesOfMember(owner, name, scope);
  if (typeof types === 'string') return types;
  const signatures = [types].flat().flatMap(type => (construct === undefined ? type.getCallSignatures() : type.getConstructSignatures()));
  if (signatures.length === 0) return construct === undefined ? 'cannot be called' : 'cannot be constructed';
  const meant = event === undefined ? signatures : signatures.filter(signature => admits(signature, event, owner === undefined, scope));
  if (meant.length === 0) return `no overload names '${event ?? ''}'`;
  const nowhere = places.find(place => !meant.some(signature => hasPlace(signature, place, scope)) && !UNDECLARED.has(`${key} ${place}`));
  return nowhere === undefined ? undefined : `no overload has ${nowhere}`;
}

/** The places of a call that an effect speaks of, conditions as the options they are. */
function placesOf(effect: Effect): readonly Slot[] {
  const slots = (['of', 'into', 'from', 'to', 'by'] as const).flatMap(name => (name in effect ? [effect[name as never] as Slot] : []));
  const options = (['when', 'unless'] as const).flatMap(name => {
    const option = name in effect ? (effect[name as never] as string | undefined) : undefined;
    return option === undefined ? [] : [`option.${option}` as const];
  });
  return [...slots, ...options];
}

/** Whether a call by this signature has the place. A callback may have more parameters than are declared where the last takes the rest. */
function hasPlace(signature: ts.Signature, place: Slot, { checker }: Scope): boolean {
  const parameters = signature.getParameters();
  const typesOf = (parameter: ts.Symbol): readonly ts.Type[] => optionsOf(checker.getTypeOfSymbol(parameter), checker);
  const [, kind, which = ''] = /^(this|result|awaited|arg|param|option\.)(\d+|[\w$]+)?$/.exec(place) ?? [];
  switch (kind) {
    case 'this':
    case 'result':
      return which === '';
    case 'awaited':
      return which === '' && optionsOf(signature.getReturnType(), checker).some(type => checker.getPropertyOfType(type, 'then'));
    case 'arg':
      return /^\d+$/.test(which) && takes(signature, Number(which));
    case 'option.':
      return parameters.some(parameter => typesOf(parameter).some(type => checker.getPropertyOfType(type, which)));
    case 'param':
      return parameters.some(parameter =>
        typesOf(parameter).some(type => type.getCallSignatures().some(callback => /^\d+$/.test(which) && takes(callback, Number(which)))),
      );
    default:
      return false;
  }
}

/** Whether there is an argument of this number: a parameter of its own, or one of those that the last takes together. */
function takes(signature: ts.Signature, index: number): boolean {
  const parameters = signature.getParameters();
  const last = parameters.at(-1)?.valueDeclaration;
  return index < parameters.length || (last !== undefined && ts.isParameter(last) && last.dotDotDotToken !== undefined);
}

/** A `*` in the last part of the name stands for any letters; something callable must be meant. */
function wildcardFault(owner: string | undefined, pattern: string, scope: Scope): string | undefined {
  const dot = pattern.lastIndexOf('.');
  const place = owner === undefined ? (dot < 0 ? undefined : typeOfPath(pattern.slice(0, dot), scope)) : instanceOf(owner, scope);
  if (typeof place === 'string') return place;
  const names = new RegExp(`^${pattern.slice(dot + 1).replace('*', '\\w*')}$`);
  const symbols = place ? place.getProperties() : [...scope.exports.values()];
  const callable = symbols.some(symbol => names.test(symbol.name) && scope.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0);
  return callable ? undefined : `nothing callable is called ${pattern}`;
}

/**
 * Whether a call of a method with this literal as its first argument chooses the signature for that literal, not for any string. A
 * function (`events.once(emitter, 'close')`) serves the events of every emitter: there any string will do, in any place.
 */
function admits(signature: ts.Signature, event: string, isFunction: boolean, { checker }: Scope): boolean {
  const typesOf = (parameter: ts.Symbol): readonly ts.Type[] => optionsOf(checker.getTypeOfSymbol(parameter), checker);
  const parameters = signature.getParameters();
  if (isFunction) return parameters.some(parameter => typesOf(parameter).some(type => (type.flags & ts.TypeFlags.String) !== 0));
  return parameters.slice(0, 1).some(parameter => typesOf(parameter).some(type => type.isStringLiteral() && type.value === event));
}
