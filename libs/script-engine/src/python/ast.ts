/** Where a node stands, and what it gave: always the same text or number, or not foldable. */
interface Node {
  start: number;
  end: number;
  fold?: string | number | Uint8Array | false;
}

/** One `for … in … if …` of a comprehension. */
export interface Clause {
  target: Expr;
  over: Expr;
  conditions: Expr[];
}

/** A parameter of a function. */
export interface Param {
  name: string;
  value: Expr | undefined;
  star: '' | '*' | '**';
}

/** An argument of a call. */
export interface Argument {
  name: string | undefined;
  star: '' | '*' | '**';
  value: Expr;
}

/** Expressions. `chain` holds operators of one precedence in a row, so that long sums stay flat. */
export type Expr = Node &
  (
    | { k: 'const'; value: string | number | bigint | boolean | null | Uint8Array; float?: boolean }
    | { k: 'name'; name: string }
    | { k: 'list'; kind: 'list' | 'tuple' | 'set'; items: Expr[] }
    | { k: 'dict'; entries: { key: Expr | undefined; value: Expr }[] }
    | { k: 'chain'; first: Expr; rest: { op: string; right: Expr }[] }
    | { k: 'compare'; first: Expr; rest: { op: string; right: Expr }[] }
    | { k: 'bool'; op: 'and' | 'or'; parts: Expr[] }
    | { k: 'unary'; op: string; operand: Expr }
    | { k: 'call'; callee: Expr; args: Argument[] }
    | { k: 'attr'; object: Expr; name: string }
    | { k: 'index'; object: Expr; index: Expr }
    | { k: 'slice'; from: Expr | undefined; to: Expr | undefined; by: Expr | undefined }
    | { k: 'lambda'; params: Param[]; body: Expr }
    | { k: 'if'; test: Expr; yes: Expr; no: Expr }
    | { k: 'comp'; kind: 'list' | 'set' | 'dict' | 'gen'; key: Expr | undefined; value: Expr; clauses: Clause[] }
    | { k: 'format'; parts: (string | { value: Expr; conversion: string; spec: Expr | undefined })[] }
    | { k: 'star'; value: Expr }
    | { k: 'walrus'; name: string; value: Expr }
    | { k: 'yield'; value: Expr | undefined }
  );

/** Statements. */
export type Stmt = { start: number; end: number } & (
  | { k: 'expr'; expr: Expr }
  | { k: 'assign'; targets: Expr[]; value: Expr }
  | { k: 'augment'; target: Expr; op: string; value: Expr }
  | { k: 'if'; arms: { test: Expr; body: Stmt[] }[]; other: Stmt[] }
  | { k: 'while'; test: Expr; body: Stmt[]; other: Stmt[] }
  | { k: 'for'; target: Expr; over: Expr; body: Stmt[]; other: Stmt[] }
  | { k: 'def'; name: string; params: Param[]; body: Stmt[]; decorators: Expr[] }
  | { k: 'class'; name: string; bases: Argument[]; body: Stmt[] }
  | { k: 'return'; value: Expr | undefined }
  | { k: 'import'; module: string; as: string | undefined }
  | { k: 'from'; module: string; names: { name: string; as: string }[] }
  | { k: 'try'; body: Stmt[]; handlers: { name: string | undefined; body: Stmt[] }[]; other: Stmt[]; last: Stmt[] }
  | { k: 'with'; items: { value: Expr; target: Expr | undefined }[]; body: Stmt[] }
  | { k: 'raise'; value: Expr | undefined }
  | { k: 'global'; names: string[]; outer: boolean }
  | { k: 'leave'; what: 'break' | 'continue' }
  | { k: 'pass' }
);
