/** What each instruction of a graph does to an activation. */
import type { FunctionIr, Instruction, ValueId } from '../../src/ir/ir.ts';
import { byDecree, known, operate } from './run-ir-operators.ts';
import { type Activation, cellsOf, closure, keyIn, type Machine, memberOfSuper, originOf, read, valueIn } from './run-ir-state.ts';
import { memberOf, PARTLY_KNOWN, UNKNOWN } from './value-shape.ts';

/** Instructions cannot throw: what JavaScript throws at here is beyond the decrees. */
export function step(machine: Machine, activation: Activation, it: Instruction): void {
  const { host } = machine;
  const { values } = activation;
  const set = (to: ValueId, value: unknown): void => {
    values.set(to, value);
    if (activation.around === null) host.made(it, value);
  };
  const keyOf = (property: string | ValueId): unknown => (typeof property === 'string' ? keyIn(property) : valueIn(values, property));
  switch (it.kind) {
    case 'const':
      return set(it.to, it.value);
    case 'op':
      return set(it.to, operation(machine, activation, it));
    case 'read':
      return set(it.to, read(machine, activation, it.cell));
    case 'write':
      return void cellsOf(activation, it.cell).set(it.cell, valueIn(values, it.value));
    case 'load': {
      const [object, key] = [valueIn(values, it.object), keyOf(it.property)];
      if (object === UNKNOWN || key === UNKNOWN) return set(it.to, UNKNOWN);
      return set(
        it.to,
        byDecree(() => memberOf(object, key as string)),
      );
    }
    case 'store': {
      const [object, key] = [valueIn(values, it.object), keyOf(it.property)];
      if (object === UNKNOWN || key === UNKNOWN) return;
      // A field of a computed name.
      if (key === '[computed]')
        return void Object.defineProperty(object, PARTLY_KNOWN, { value: true, enumerable: true, configurable: true });
      return byDecree(() => void ((object as { [key: string]: unknown })[key as string] = valueIn(values, it.value)));
    }
    case 'object':
      return set(
        it.to,
        byDecree(() => literal(it, activation)),
      );
    case 'closure':
      return set(it.to, closure(machine, activation, it.fn));
    case 'api':
      return set(it.to, it.api.module === 'global' && it.api.member.startsWith('arguments') ? UNKNOWN : host.api(it.api));
    case 'opaque':
      return set(it.to, UNKNOWN);
  }
}

function operation(machine: Machine, activation: Activation, it: Extract<Instruction, { kind: 'op' }>): unknown {
  const operands = it.operands.map(operand => valueIn(activation.values, operand));
  switch (it.operator) {
    case 'iterate':
      return byDecree(() => machine.host.iterate(known(operands[0]), isAwaited(activation.fn, it.to), it.span));
    case 'super':
      return new Proxy({}, { get: (_, key) => memberOfSuper(activation, key) });
    case 'rest': {
      const { params, paramSpans } = activation.fn;
      const param = params.findIndex(id => id === it.operands[0]);
      // A pattern of a parameter takes a rest of its elements, which are not known.
      const isParameter = paramSpans[param]?.start === it.span.start && paramSpans[param].end === it.span.end;
      return isParameter ? activation.args.slice(param) : UNKNOWN;
    }
    case 'class':
      return machine.host.class(machine, it, operands);
    case 'import':
      return Promise.resolve(machine.host.api({ module: String(operands[0]).replace(/^node:/, ''), member: 'default' }));
    case 'meta':
      return activation.fn.kind === 'module' ? UNKNOWN : activation.construction?.newTarget;
    default:
      return operate(it, operands);
  }
}

/** Whether the elements of the iteration are awaited: `for await`. */
function isAwaited(fn: FunctionIr, iteration: ValueId): boolean {
  return [...fn.blocks.values()].some(({ instructions, terminator }) =>
    instructions.some(
      it =>
        it.kind === 'op' &&
        it.operator === 'next' &&
        it.operands[0] === iteration &&
        terminator.kind === 'suspend' &&
        terminator.value === it.to,
    ),
  );
}

function literal({ array, entries }: Extract<Instruction, { kind: 'object' }>, { values }: Activation): unknown {
  if (array)
    return entries.flatMap(({ value, spread }) =>
      spread ? [...(known(valueIn(values, value)) as Iterable<unknown>)] : [valueIn(values, value)],
    );
  const object: { [key: string | symbol]: unknown } = {};
  for (const { key: name, value, spread } of entries) {
    const member = valueIn(values, value);
    const key = name === null ? null : keyIn(name);
    const origin = originOf(member);
    const kind = origin?.graph.kind;
    // A method that stands here; that of a class has a home already.
    if (origin && (kind === 'method' || kind === 'accessor') && !origin.around.homes.has(origin.graph.id))
      origin.around.homes.set(origin.graph.id, object);
    if (spread && member !== UNKNOWN) Object.assign(object, member);
    else if (key === null) Object.defineProperty(object, PARTLY_KNOWN, { value: true });
    else if (kind === 'accessor') {
      const accessor = origin?.graph.params.length === 0 ? { get: member as () => unknown } : { set: member as () => unknown };
      Object.defineProperty(object, key, { ...accessor, enumerable: true, configurable: true });
    } else object[key] = member;
  }
  return object;
}
