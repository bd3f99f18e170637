import { buildSchema, getOperationAST, parse } from 'graphql';
import fc from 'fast-check';
import { operationLimits, requireNodesWithinLimit } from './limits.js';

const schema = buildSchema(`
  type Query { rows(first: Int = 25): Rows! row: Row }
  type Rows { nodes: [Row!]! totalCount: Int! }
  type Row { id: ID! rows(first: Int): Rows! }
`);

function check(text: string, variables: Record<string, unknown> = {}): void {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  requireNodesWithinLimit(schema, document, operation, variables);
}

describe('the limit of nodes', () => {
  it('multiplies lists in lists', () => {
    expect(() => check('{ rows(first: 100) { nodes { rows(first: 100) { nodes { id } } } } }')).not.toThrow();
    expect(() => check('{ rows(first: 100) { nodes { rows(first: 100) { nodes { rows(first: 2) { nodes { id } } } } } } }')).toThrow('This operation could return 30100 records; at most 20000 at once. Ask for shorter lists.');
  });

  it('cannot be evaded by fragments, variables or defaults', () => {
    const inner = 'nodes { rows(first: 900) { nodes { id } } }';
    expect(() => check(`{ rows { ${inner} } }`)).toThrow('could return');
    expect(() => check(`query ($n: Int) { rows(first: $n) { ${inner} } }`, { n: 90 })).toThrow('could return');
    expect(() => check(`query ($n: Int = 90) { rows(first: $n) { ${inner} } }`)).toThrow('could return');
    expect(() => check(`{ rows(first: 90) { ...A } } fragment A on Rows { ... on Rows { ${inner} } }`)).toThrow('could return');
    expect(() => check(`{ row { ...R } } fragment R on Row { rows(first: ${operationLimits.nodes}) { nodes { rows(first: 1) { nodes { id } } } } }`)).toThrow('could return');
  });

  it('counts any chain of fragments at once', () => {
    const chain = Array.from({ length: 200 }, (_, n) => `fragment F${n} on Row { ...F${n + 1} ...F${n + 1} }`).join(' ');
    expect(() => check(`{ row { ...F0 } } ${chain} fragment F200 on Row { id }`)).not.toThrow();
  });

  it('is the product of the lengths asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (outer, inner) => {
        const ask = (): void => check('query ($a: Int, $b: Int) { rows(first: $a) { nodes { rows(first: $b) { nodes { id } } } } }', { a: outer, b: inner });
        if (outer * (1 + inner) > operationLimits.nodes) expect(ask).toThrow('could return');
        else expect(ask).not.toThrow();
      }),
    );
  });
});
