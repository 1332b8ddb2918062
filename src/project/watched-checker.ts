/**
 * A checker over a program from which imports were left out, and whether its answers would be the same with them. What TypeScript cannot
 * find has the type `any`, and what is made of `any` is `any`: an answer that is none did not need what was left out.
 *
 * Approximation: *may*. Doubt costs a second look with all imports, never an answer. A conditional type over `any` can hide it.
 */
import type ts from 'typescript';
import type { TsModule } from '../lower/ts-port.ts';

export type WatchedChecker = {
  readonly checker: ts.TypeChecker;
  /** Whether an answer since the last call may have lacked an import. */
  takeDoubt(): boolean;
};

export function watchedChecker(typescript: TsModule, checker: ts.TypeChecker): WatchedChecker {
  let isInDoubt = false;
  const members: Pick<ts.TypeChecker, 'getResolvedSignature' | 'getTypeAtLocation'> = {
    getResolvedSignature(call, ...rest) {
      const signature = checker.getResolvedSignature(call, ...rest);
      // The signature of what is `any` is declared nowhere.
      if (signature?.getDeclaration() === undefined) isInDoubt = true;
      return signature;
    },
    getTypeAtLocation(node) {
      const type = checker.getTypeAtLocation(node);
      if (type.flags & typescript.TypeFlags.Any) isInDoubt = true;
      return type;
    },
  };
  const watched = new Proxy(checker, {
    get(_, key) {
      if (key in members) return Reflect.get(members, key) as unknown;
      // A question that nobody has thought about here.
      isInDoubt = true;
      return Reflect.get(checker, key) as unknown;
    },
  });
  return {
    checker: watched,
    takeDoubt() {
      const before = isInDoubt;
      isInDoubt = false;
      return before;
    },
  };
}
