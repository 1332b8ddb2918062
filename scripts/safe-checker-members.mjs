/**
 * A lint rule for ourselves: of TypeScript's checker and program only what typescript-eslint's TypeScript 7 backend also answers. There any
 * other member is missing or throws, so one use of it would break every typed preset of whoever turns that backend on.
 *
 * What is a checker is settled by types, not by names.
 */
import { AST_NODE_TYPES, ESLintUtils } from '@typescript-eslint/utils';

/** Members that may be used, by the class that TypeScript declares them in. */
export const SAFE_MEMBERS = {
  TypeChecker: [
    'getBaseTypes',
    'getExportsOfModule',
    'getFullyQualifiedName',
    'getPropertiesOfType',
    'getResolvedSignature',
    'getSymbolAtLocation',
    'getTypeAtLocation',
    'getUndefinedType',
    'isTypeAssignableTo',
    'typeToString',
  ],
  Program: ['getTypeChecker'],
};

/** @type {ReadonlyMap<string, readonly string[]>} */
const safeMembers = new Map(Object.entries(SAFE_MEMBERS));

export default ESLintUtils.RuleCreator.withoutDocs({
  meta: {
    type: 'problem',
    docs: { description: 'Only members of the checker that the TypeScript 7 backend has' },
    messages: {
      unsafe:
        '{{owner}}#{{member}} is not among the members that the TypeScript 7 backend is known to have (scripts/safe-checker-members.mjs).',
    },
    schema: [],
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();

    /**
     * @param {import('@typescript-eslint/utils').TSESTree.Node} object
     * @param {import('@typescript-eslint/utils').TSESTree.Node} key
     * @param {boolean} computed
     */
    function judge(object, key, computed) {
      const owner = checker.getNonNullableType(services.getTypeAtLocation(object)).getSymbol();
      const safe = owner && safeMembers.get(owner.name);
      if (!safe || !owner.declarations?.some(({ parent }) => parent.getSourceFile().fileName.endsWith('/typescript/lib/typescript.d.ts')))
        return;
      const member =
        !computed && key.type === AST_NODE_TYPES.Identifier ? key.name : key.type === AST_NODE_TYPES.Literal ? String(key.value) : '[…]';
      if (!safe.includes(member)) context.report({ node: key, messageId: 'unsafe', data: { owner: owner.name, member } });
    }

    return {
      MemberExpression: ({ object, property, computed }) => judge(object, property, computed),
      ObjectPattern(pattern) {
        for (const property of pattern.properties) {
          if (property.type === AST_NODE_TYPES.Property) judge(pattern, property.key, property.computed);
        }
      },
    };
  },
});
