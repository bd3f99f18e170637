/** What an expression gave when it was evaluated: always the same text or number, or not foldable. */
export type Fold = string | number | false | undefined;

interface Node {
  start: number;
  end: number;
  fold?: Fold;
}

/** Expressions. `chain` holds operators of one precedence in a row, so that long joins stay flat. */
export type Expr = Node &
  (
    | { k: 'lit'; value: string | number | boolean | null | undefined }
    | { k: 'nothing' }
    | { k: 'date' }
    | { k: 'id'; name: string; text: string }
    | { k: 'call'; target: Expr; args: (Expr | undefined)[] }
    | { k: 'member'; object: Expr | undefined; name: string }
    | { k: 'unary'; op: string; operand: Expr }
    | { k: 'chain'; first: Expr; rest: { op: string; right: Expr }[] }
    | { k: 'new'; name: string }
    | { k: 'paren'; inner: Expr }
  );

/** A parameter of a procedure. */
export interface Param {
  name: string;
  byVal: boolean;
}

/** A procedure of the script. */
export interface Procedure {
  name: string;
  text: string;
  params: Param[];
  body: Stmt[];
  /** `get` procedures answer like fields, `let` take a value. */
  kind: 'sub' | 'function' | 'get' | 'let';
}

/** Statements. */
export type Stmt = { start: number; end: number } & (
  | { k: 'dim'; names: { name: string; dims: Expr[] | undefined; value?: Expr }[]; preserve: boolean; redim: boolean }
  | { k: 'assign'; target: Expr; value: Expr }
  | { k: 'call'; expr: Expr; args: (Expr | undefined)[] | undefined }
  | { k: 'if'; arms: { cond: Expr; body: Stmt[] }[]; other: Stmt[] }
  | { k: 'select'; subject: Expr; arms: { tests: { op: string; value: Expr; to?: Expr }[]; body: Stmt[] }[]; other: Stmt[] }
  | { k: 'for'; variable: string; from: Expr; to: Expr; by: Expr | undefined; body: Stmt[] }
  | { k: 'each'; variable: string; over: Expr; body: Stmt[] }
  | { k: 'loop'; cond: Expr | undefined; until: boolean; after: boolean; body: Stmt[] }
  | { k: 'procedure'; procedure: Procedure }
  | { k: 'class'; name: string; members: Stmt[] }
  | { k: 'with'; object: Expr; body: Stmt[] }
  | { k: 'exit'; what: 'for' | 'do' | 'procedure' | 'end' }
  | { k: 'none' }
);
