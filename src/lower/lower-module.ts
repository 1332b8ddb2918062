/**
 * The entry of the folder: one source file to the IR of all its functions.
 *
 * Invariant: never throws on a program that parses. What is not understood is `opaque` with a reason.
 */
import type ts from 'typescript';
import { DenseMap } from '../ir/dense-map.ts';
import type { Cell, CellId, ClassId, ClassIr, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Binding } from './binding.ts';
import { bindingsOf } from './bindings.ts';
import type { ModuleContext } from './context.ts';
import { isFunctionLike } from './declare.ts';
import { declaredClassesIn, declaredFields } from './declared-class.ts';
import { type Functions, lowerFunction, lowerings } from './lower-function.ts';
import { nameOfFunction } from './name-function.ts';
import { provenanceOf } from './provenance.ts';
import { type Syntax, syntaxOf } from './syntax.ts';
import { spanReader } from './span-of.ts';
import type { TsSource } from './ts-port.ts';
import { type Asked, NOTHING_ASKED } from './type-resolution.ts';

/** Something with an activation of its own: a function, class field, static block or the file. */
type Activation = {
  readonly node: ts.Node;
  /** Null until somebody mentions it. */
  id: FunctionId | null;
  thisCell: CellId | null;
  isLowered: boolean;
  /** Null until it is lowered to its end: a function that mentions itself captures what its caller already knows. */
  ir: FunctionIr | null;
};

/**
 * Lowers one file. `file` is how spans will name it; `asked` is what is worth a question to the checker (nothing is asked where
 * `source.checker` is null).
 */
export function lowerModule(source: TsSource, file: string, asked: Asked = NOTHING_ASKED): ModuleIr {
  const { sourceFile, checker } = source;
  const ts = syntaxOf(source.ts);
  const bindings = bindingsOf(source.ts, sourceFile);
  const declaredClasses = declaredClassesIn(ts, sourceFile);
  const cells: Cell[] = [];
  /** The activation that holds each cell; temporaries never leave the function they are made in. */
  const homes: (ts.Node | null)[] = [];
  const activations = new Map<ts.Node, Activation>();
  const byId: Activation[] = [];
  const classIds = new Map<ts.ClassLikeDeclaration, ClassId>();
  const classes = new Map<ClassId, ClassIr>();

  function newCell(name: string, captured: boolean, home: ts.Node | null, declared: Pick<Cell, 'declaredClass' | 'exported'> = {}): CellId {
    const id = cells.length as CellId;
    homes.push(home);
    cells.push({ id, name, captured, ...declared });
    return id;
  }

  function declaredOf({ declaration, exported }: Binding): Pick<Cell, 'declaredClass' | 'exported'> {
    const declaredClass = declaredClasses.of(declaration);
    return { ...(declaredClass && { declaredClass }), ...((exported || isExported(ts, declaration)) && { exported: true }) };
  }

  function activationOf(node: ts.Node): Activation {
    const known = activations.get(node);
    if (known) return known;
    const activation: Activation = { node, id: null, thisCell: null, isLowered: false, ir: null };
    activations.set(node, activation);
    return activation;
  }

  function numbered(activation: Activation): FunctionId {
    return (activation.id ??= (byId.push(activation) - 1) as FunctionId);
  }

  function lower(activation: Activation): FunctionId {
    const id = numbered(activation);
    if (!activation.isLowered) {
      activation.isLowered = true;
      activation.ir = lowerFunction(module, activation.node, id, nameOfFunction(ts, activation.node), functions);
    }
    return id;
  }

  const module: ModuleContext = {
    ts,
    lowerings: lowerings(source.ts),
    file,
    sourceFile,
    checker,
    bindings,
    provenance: provenanceOf(ts, bindings),
    declaredClasses,
    spanOf: spanReader(sourceFile, file),
    asked,
    cellOf(binding) {
      return (binding.cell ??= newCell(binding.name, binding.captured, binding.home, declaredOf(binding)));
    },
    temporary: name => newCell(`$${name}`, false, null),
    thisCellOf(home) {
      const activation = activationOf(home);
      return (activation.thisCell ??= newCell('this', true, home));
    },
    classOf(node) {
      const known = classIds.get(node);
      if (known !== undefined) return known;
      const id = classIds.size as ClassId;
      classIds.set(node, id);
      classes.set(id, { id, declaredFields: declaredFields(ts, node, declaredClasses) });
      return id;
    },
    homeAround(home) {
      let node = home.parent;
      while (!isFunctionLike(ts, node) && !ts.isSourceFile(node)) node = node.parent;
      return node;
    },
    depth: 0,
  };
  const functions: Functions = {
    idOf: node => numbered(activationOf(node)),
    lowered: node => lower(activationOf(node)),
    capturesOf: id => byId[id]?.ir?.captures ?? [],
    homeOf: cell => homes[cell] ?? null,
  };

  const body = lower(activationOf(sourceFile));
  // Called somewhere, but declared in what is nested too deep.
  for (let i = 0, activation = byId[i]; activation; i += 1, activation = byId[i]) lower(activation);
  return { file, body, cells: new DenseMap(cells), classes, functions: inSourceOrder(bindings.homes, activations) };
}

function inSourceOrder(homes: readonly ts.Node[], activations: ReadonlyMap<ts.Node, Activation>): ModuleIr['functions'] {
  const functions = new Map<FunctionId, FunctionIr>();
  for (const home of homes) {
    const ir = activations.get(home)?.ir;
    if (ir) functions.set(ir.id, ir);
  }
  return functions;
}

/** `export let client`. */
function isExported(typescript: Syntax, declaration: ts.Node): boolean {
  if (!typescript.isVariableDeclaration(declaration)) return false;
  const statement = declaration.parent.parent;
  if (!typescript.isVariableStatement(statement)) return false;
  return statement.modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword) ?? false;
}
