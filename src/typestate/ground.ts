/** What following any resource of a module needs: facts of its functions and answers about them, each made once and shared. */
import type { FunctionIr, ModuleIr } from '../ir/ir.ts';
import { type Protocol, type ProtocolName, PROTOCOLS } from '../protocol/protocol.ts';
import { capturesOf } from './captures.ts';
import { factsOfModule } from './function-facts.ts';
import type { Ground } from './follow.ts';
import { throwersOf } from './may-throw.ts';
import type { ModelIndex } from './model-index.ts';

export type Grounds = (protocol: ProtocolName, fn: FunctionIr) => Ground;

/** `conceivable`: whether calls that the source does not show to throw may throw. */
export function groundsOf(module: ModuleIr, models: ModelIndex, conceivable: boolean): Grounds {
  const factsFor = factsOfModule(module);
  const mayThrow = throwersOf(module, models);
  const functions = [...module.functions.values()];
  const groundsFor = (protocol: Protocol): ((fn: FunctionIr) => Ground) => {
    const groundOf = (fn: FunctionIr): Ground => ({
      module,
      fn,
      facts: factsFor(fn),
      models,
      protocol,
      conceivable,
      mayThrow,
      ...captures,
    });
    const captures = capturesOf(functions, groundOf);
    return groundOf;
  };
  const grounds = { socket: groundsFor(PROTOCOLS.socket), server: groundsFor(PROTOCOLS.server) };
  return (protocol, fn) => grounds[protocol](fn);
}
