import { generateWarning } from '@nodesecure/js-x-ray';

/** What js-x-ray lets pass by itself: code that is chosen or made while it runs. */
export const PROBES = [
  probe('dynamicImport', 'ImportExpression', 'unsafe-import', ({ source }) =>
    isFixed(source) ? null : 'import()',
  ),
  probe('newFunction', 'NewExpression', 'unsafe-stmt', ({ callee }) =>
    callee.name === 'Function' ? 'new Function' : null,
  ),
];

function probe(name, nodeType, warning, look) {
  return {
    name,
    nodeTypes: [nodeType],
    breakOnMatch: false,
    validateNode: (node) => [look(node) !== null],
    main(node, { sourceFile }) {
      sourceFile.warnings.push(generateWarning(warning, { value: look(node), location: node.loc }));
    },
  };
}

const isFixed = (source) =>
  source.type === 'Literal' || (source.type === 'TemplateLiteral' && !source.expressions.length);
