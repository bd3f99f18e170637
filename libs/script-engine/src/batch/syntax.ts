/** A stretch of the source. */
export interface Span {
  start: number;
  end: number;
}

/** `2>&1`, `>>file`, `<file`. */
export interface Redirection {
  handle: number;
  operator: '<' | '>' | '>>' | 'duplicate';
  target: string;
}

/** A simple command, carets gone, quotes kept. */
export interface CommandNode extends Span {
  type: 'command';
  text: string;
  redirections: Redirection[];
}

/** Commands in parentheses. */
export interface BlockNode extends Span {
  type: 'block';
  body: Node[];
  redirections: Redirection[];
}

/** Commands joined by one operator. */
export interface ChainNode extends Span {
  type: 'chain';
  operator: '&' | '||' | '&&' | '|';
  items: Node[];
}

/** `if`. */
export interface IfNode extends Span {
  type: 'if';
  negated: boolean;
  ignoreCase: boolean;
  /** `==`, `equ`…, or the name of a test: `defined`, `exist`, `errorlevel`, `cmdextversion`. */
  operator: string;
  left: string;
  right: string;
  then: Node | undefined;
  otherwise: Node | undefined;
}

/** `for`. */
export interface ForNode extends Span {
  type: 'for';
  kind: 'plain' | 'l' | 'f' | 'd' | 'r';
  options: string;
  variable: string;
  list: string;
  body: Node | undefined;
}

/** What a statement is made of. */
export type Node = CommandNode | BlockNode | ChainNode | IfNode | ForNode;

/** Whether cmd takes this character as white space between words. */
export function isDelimiter(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === ',' || char === ';' || char === '=' || char === '\v' || char === '\f' || char === '\u00a0';
}
