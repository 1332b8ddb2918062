/**
 * The entry of the folder: one source file to the IR of all its functions.
 *
 * Invariant: never throws on a program that parses. What is not understood is `opaque` with a reason.
 */
import type ts from 'typescript';
import { invariant } from '../base/invariant.ts';
import type { Cell, CellId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Binding } from './binding.ts';
import { bindingsOf } from './bindings.ts';
import type { ModuleContext } from './context.ts';
import { isFunctionLike } from './declare.ts';
import { lowerFunction, type Nested } from './lower-function.ts';
import { nameOfFunction } from './name-function.ts';
import { provenanceOf } from './provenance.ts';
import { spanReader } from './span-of.ts';
import type { TsSource } from './ts-port.ts';

/**
 * Lowers one file. `file` is how spans will name it; `askedNames` are the member names worth a question to the checker (none is asked
 * where `source.checker` is null).
 */
export function lowerModule(source: TsSource, file: string, askedNames: ReadonlySet<string>): ModuleIr {
  const { ts, sourceFile, checker } = source;
  const bindings = bindingsOf(ts, sourceFile);
  const cells = new Map<CellId, Cell>();
  /** The activation that holds each cell; temporaries never leave the function they are made in. */
  const homes: (ts.Node | undefined)[] = [];
  const bindingCells = new Map<Binding, CellId>();
  const thisCells = new Map<ts.Node, CellId>();
  const ids = new Map<ts.Node, FunctionId>();
  const waiting = new Map<FunctionId, ts.Node>();
  const functions = new Map<FunctionId, FunctionIr>();

  const newCell = (name: string, captured: boolean, home?: ts.Node): CellId => {
    const id = cells.size as CellId;
    homes.push(home);
    cells.set(id, { id, name, captured });
    return id;
  };
  const module: ModuleContext = {
    ts,
    file,
    sourceFile,
    checker,
    bindings,
    provenance: provenanceOf(ts, bindings),
    spanOf: spanReader(sourceFile, file),
    askedNames,
    cellOf(binding) {
      const known = bindingCells.get(binding);
      if (known !== undefined) return known;
      const cell = newCell(binding.name, binding.captured, binding.home);
      bindingCells.set(binding, cell);
      return cell;
    },
    temporary: name => newCell(`$${name}`, false),
    thisCellOf(home) {
      const known = thisCells.get(home);
      if (known !== undefined) return known;
      const cell = newCell('this', true, home);
      thisCells.set(home, cell);
      return cell;
    },
    homeAround(home) {
      let node = home.parent;
      while (!isFunctionLike(ts, node) && !ts.isSourceFile(node)) node = node.parent;
      return node;
    },
    depth: 0,
  };

  const nested: Nested = {
    idOf(node) {
      const known = ids.get(node);
      if (known !== undefined) return known;
      const id = ids.size as FunctionId;
      ids.set(node, id);
      waiting.set(id, node);
      return id;
    },
    lowered(node) {
      const id = nested.idOf(node);
      if (waiting.delete(id)) functions.set(id, lowerFunction(module, node, id, nameOfFunction(ts, node), nested));
      return id;
    },
    // A function that mentions itself is still being lowered: what it captures is then already in the set under construction.
    capturesOf: id => functions.get(id)?.captures ?? [],
    homeOf: cell => homes[cell],
  };
  const body = nested.lowered(sourceFile);
  invariant(functions.has(body), 'the module body is lowered');
  // Called somewhere, but declared in what is nested too deep.
  for (const node of waiting.values()) nested.lowered(node);
  const inSourceOrder = [...ids].sort(([a], [b]) => a.pos - b.pos || b.end - a.end).map(([, id]) => id);
  return { file, body, cells, functions: new Map(inSourceOrder.flatMap(id => entryOf(functions, id))) };
}

function entryOf<K, V>(map: ReadonlyMap<K, V>, key: K): readonly (readonly [K, V])[] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}
