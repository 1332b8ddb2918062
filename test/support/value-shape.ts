/**
 * What two runs of one program can be compared by: values as plain data, without identity. What the graph does not know (the text of a
 * template, an enum) is `UNKNOWN` in its run and agrees with everything in the other.
 */

/** The value of what the graph has no meaning for. */
export const UNKNOWN = Symbol('not known from the graph');

/** Marks an object of which the graph knows some entries only. */
export const PARTLY_KNOWN = Symbol('an entry of this object is not known from the graph');

const ANYTHING = Symbol('agrees with everything');

export type Shape = string | typeof ANYTHING | readonly Shape[] | { readonly [key: string]: Shape };

const DEPTH = 3;

const namesOfStubs = new WeakMap<object, string>();

/** What an object holds under a key; not known where the entry may be one that the graph does not know. */
export function memberOf(object: unknown, key: string | symbol): unknown {
  const isHidden = isObject(object) && !isStub(object) && PARTLY_KNOWN in object && !(key in object);
  return isHidden ? UNKNOWN : (object as { readonly [key: string | symbol]: unknown })[key];
}

export function nameStub<T extends object>(stub: T, name: string): T {
  namesOfStubs.set(stub, name);
  return stub;
}

export const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';
export const isStub = (value: unknown): value is object => isObject(value) && namesOfStubs.has(value);

export function shapeOf(value: unknown, depth = DEPTH): Shape {
  if (value === UNKNOWN) return ANYTHING;
  // What a sloppy function has for `this` where a strict one has none.
  if (value === globalThis) return 'undefined';
  if (!isObject(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const stub = namesOfStubs.get(value);
  if (stub !== undefined) return stub;
  if (typeof value === 'function') return 'a function';
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Error) return shapeOfError(value, depth);
  if (depth === 0) return ANYTHING;
  if (Array.isArray(value)) return Array.from(value, element => shapeOf(element, depth - 1));
  const tag = (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (typeof tag === 'string') return `a ${tag}`;
  if (PARTLY_KNOWN in value) return ANYTHING;
  const entries = Object.entries(value).filter(([key, member]) => !key.startsWith('#') && member !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, shapeOf(member, depth - 1)]));
}

/** Of two errors at once (`SuppressedError`) the graph keeps the later one. The engine's own errors are worded differently here and there. */
function shapeOfError(error: Error, depth: number): Shape {
  if (error.name === 'SuppressedError') return shapeOf((error as Error & { readonly error?: unknown }).error, depth);
  return error.name === 'Error' ? `Error ${error.message}` : error.name;
}

/** Whether what the graph did may be what the program did. */
export function agrees(graph: Shape, program: Shape): boolean {
  if (graph === ANYTHING || program === ANYTHING) return true;
  if (typeof graph === 'string' || typeof program === 'string') return graph === program;
  const [ours, theirs] = [Object.entries<Shape>(graph), new Map(Object.entries<Shape>(program))];
  if (Array.isArray(graph) !== Array.isArray(program)) return false;
  // A member that is undefined is left out of its shape.
  const isKnown = ours.every(([key, shape]) => agrees(shape, theirs.get(key) ?? 'undefined'));
  return isKnown && [...theirs.keys()].every(key => key in graph);
}

export function printShape(shape: Shape): string {
  if (shape === ANYTHING) return '?';
  if (typeof shape === 'string') return shape;
  if (Array.isArray(shape)) return `[${(shape as readonly Shape[]).map(printShape).join(', ')}]`;
  return `{${Object.entries<Shape>(shape as { readonly [key: string]: Shape })
    .map(([key, member]) => `${key}: ${printShape(member)}`)
    .join(', ')}}`;
}
