/** Where a node stands in its source. Offsets in UTF-16 code units, end excluded. */
interface At {
  start: number;
  end: number;
}

/** A block of statements with its parameters. */
export interface BlockNode extends At {
  params: ParamNode[];
  body: Node[];
  /** Set when the block names its phases; `body` holds all of them in order. */
  phases?: BlockPhases;
}

/** What a block does before, for each and after the items of a pipeline. */
export interface BlockPhases {
  begin: Node[];
  process: Node[];
  end: Node[];
}

/** One parameter of a function or script block. */
export interface ParamNode {
  name: string;
  type?: string;
  value?: Node;
  /** Takes the items of a pipeline, one after the other. */
  piped?: boolean;
  /** Where it stands among the arguments without a name, when that is said. */
  position?: number;
}

/** One argument of a command: `-name`, `-name:value` or a value. */
export interface ArgumentNode {
  name?: string;
  value?: Node;
  splat?: string;
}

/** One clause of a `switch`. Without a test: `default`. */
export interface SwitchClause {
  test?: Node;
  body: BlockNode;
}

/** A property of a class. */
export interface ClassProperty {
  name: string;
  type: string | undefined;
  value: Node | undefined;
  isStatic: boolean;
}

/** A method of a class; its constructors bear its name. */
export interface ClassMethod {
  name: string;
  type: string | undefined;
  block: BlockNode;
  /** Arguments of `: base(...)`. */
  baseArgs: Node[] | undefined;
  isStatic: boolean;
}

/** Syntax of PowerShell as far as its evaluation needs it. Chains are flat, so that long ones need no depth. */
export type Node = At &
  (
    | { k: 'string'; value: string }
    | { k: 'expandable'; parts: (string | Node)[] }
    | { k: 'number'; value: number; text: string }
    | { k: 'variable'; name: string }
    | { k: 'array'; items: Node[] }
    | { k: 'paren'; body: Node }
    | { k: 'subexpression'; body: Node[]; array: boolean }
    | { k: 'hash'; pairs: { key: Node; value: Node }[] }
    | { k: 'scriptblock'; block: BlockNode }
    | { k: 'type'; name: string }
    | { k: 'cast'; type: string; operand: Node }
    | { k: 'unary'; op: string; operand: Node; postfix: boolean }
    | { k: 'binary'; first: Node; rest: { op: string; right: Node }[] }
    | { k: 'index'; target: Node; index: Node }
    | { k: 'member'; target: Node; name: Node; isStatic: boolean }
    | { k: 'call'; target: Node; name: Node; isStatic: boolean; args: Node[] }
    | { k: 'command'; name: Node; invocation: '' | '&' | '.'; args: ArgumentNode[]; output: Node | undefined }
    | { k: 'pipeline'; elements: Node[] }
    | { k: 'assign'; target: Node; op: string; value: Node }
    | { k: 'if'; clauses: { test: Node; body: BlockNode }[]; otherwise: BlockNode | undefined }
    | { k: 'foreach'; variable: string; list: Node; body: BlockNode }
    | { k: 'for'; init: Node | undefined; test: Node | undefined; step: Node | undefined; body: BlockNode }
    | { k: 'while'; test: Node; body: BlockNode; until: boolean; bodyFirst: boolean }
    | { k: 'switch'; subject: Node; mode: string; clauses: SwitchClause[] }
    | { k: 'function'; name: string; block: BlockNode }
    | { k: 'class'; name: string; base: string | undefined; properties: ClassProperty[]; methods: ClassMethod[] }
    | { k: 'try'; body: BlockNode; handlers: BlockNode[]; last: BlockNode | undefined }
    | { k: 'flow'; how: 'return' | 'break' | 'continue' | 'throw' | 'exit'; value: Node | undefined }
  );

/** Kind of a node. */
export type NodeKind = Node['k'];

/** What a parse gave: all statements it could read, and the places it could not. */
export interface ParsedScript {
  block: BlockNode;
  errors: { start: number; end: number; message: string }[];
}
