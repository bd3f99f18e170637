import { KqlError, KqlErrorCode, positionOf } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';

/** How large a query may be. */
export interface KqlLimits {
  /** Bytes of the query in UTF-8. */
  bytes: number;
  /** Tokens, which bounds the time of the parser: it takes some 10 microseconds each. */
  tokens: number;
  /** Literals: an `in` list, a datatable, a dynamic array. */
  literals: number;
  /** Arguments of one call; lists of `in`, `has_any`, `dynamic` and `datatable` are literals. The binder compares all arguments of case() with one another. */
  arguments: number;
  /** Brackets of any kind inside one another. */
  nesting: number;
  /** Pipes in the whole query. */
  pipes: number;
  /** Operators that put tables together: union, join, lookup. The binder takes the columns of all of them each time. */
  unions: number;
  /** Statements: each `let` is one. */
  statements: number;
  /** Depth of the syntax tree; long chains of operators make it as well as brackets do. */
  depth: number;
  /** How often declared names would be read if each were written out where it is named: `let b = union a, a; let c = union b, b; ...` doubles with every line. */
  expansion: number;
  /** Milliseconds that parsing and binding may take together. */
  analysisMs: number;
}

/**
 * Measured with default stack (984 kB, Node 20): the parser itself keeps its feet to 1,600 brackets, and the binder
 * refuses trees deeper than 500. Written queries nest below 20 and have below 100 pipes. The figures leave the
 * recursive walks of the translator a wide margin.
 */
export const defaultKqlLimits: Readonly<KqlLimits> = { bytes: 1024 * 1024, tokens: 100_000, literals: 40_000, arguments: 600, nesting: 80, pipes: 400, unions: 40, statements: 500, depth: 450, expansion: 2_000, analysisMs: 15_000 };

/** Past so many tokens that are no KQL, the text is none. */
const badTokens = 50;

/**
 * Holds `text` to the limits before anything recursive sees it. Reads it token by token with the lexer of the parser,
 * so that both agree on what is a string and what is not, and stops at the first limit.
 * @throws KqlError TooLarge, or Invalid for what can be no query.
 */
export function assertSize(text: string, limits: KqlLimits = defaultKqlLimits): void {
  if (text.length > limits.bytes || Buffer.byteLength(text) > limits.bytes) throw new KqlError(KqlErrorCode.TooLarge, `The query is larger than ${limits.bytes} bytes.`);
  const { Parsing, Syntax } = kustoLanguage();
  const { SyntaxKind } = Syntax;
  const opening = new Set([SyntaxKind.OpenParenToken, SyntaxKind.OpenBracketToken, SyntaxKind.OpenBraceToken]);
  const closing = new Set([SyntaxKind.CloseParenToken, SyntaxKind.CloseBracketToken, SyntaxKind.CloseBraceToken]);
  const literals = literalKinds();
  const refuse = (what: string, limit: number, at: number): never => {
    throw new KqlError(KqlErrorCode.TooLarge, `The query has more than ${limit} ${what}.`, positionOf(text, at));
  };
  const declared = new Declarations();
  const chains = new Chains();
  const calls = new Calls();
  const counts = { tokens: 0, literals: 0, depth: 0, pipes: 0, unions: 0, statements: 0, bad: 0 };
  for (let at = 0; at < text.length; ) {
    const token = Parsing.TokenParser.ParseToken(text, at);
    if (token === null || token.Length === 0 || token.Kind === SyntaxKind.EndOfTextToken) return;
    const start = at + (token.Trivia?.length ?? 0);
    at += token.Length;
    if (++counts.tokens > limits.tokens) refuse('words and signs', limits.tokens, start);
    if (declared.read(token.Text ?? '', counts.depth) > limits.expansion) throw new KqlError(KqlErrorCode.TooLarge, `Written out, the query would name its parts more than ${limits.expansion} times.`, positionOf(text, start));
    if (calls.read(token.Text ?? '') > limits.arguments) refuse('arguments in one call', limits.arguments, start);
    if (chains.read(token.Text ?? '', counts.depth) > limits.depth) refuse('operators in one chain', limits.depth, start);
    if (opening.has(token.Kind)) {
      if (++counts.depth > limits.nesting) refuse('brackets inside one another', limits.nesting, start);
    } else if (closing.has(token.Kind)) counts.depth = Math.max(0, counts.depth - 1);
    else if (literals.has(token.Kind)) {
      if (++counts.literals > limits.literals) refuse('literals', limits.literals, start);
    } else if (token.Kind === SyntaxKind.BarToken) {
      if (++counts.pipes > limits.pipes) refuse('pipes', limits.pipes, start);
    } else if (token.Kind === SyntaxKind.UnionKeyword || token.Kind === SyntaxKind.JoinKeyword || token.Kind === SyntaxKind.LookupKeyword) {
      if (++counts.unions > limits.unions) refuse('operators that put tables together', limits.unions, start);
    } else if (token.Kind === SyntaxKind.SemicolonToken) {
      if (++counts.statements > limits.statements) refuse('statements', limits.statements, start);
    } else if (token.Kind === SyntaxKind.BadToken && ++counts.bad > badTokens) {
      throw new KqlError(KqlErrorCode.Invalid, `The query has more than ${badTokens} characters that are no KQL.`, positionOf(text, start, 1));
    }
  }
}

function literalKinds(): ReadonlySet<number> {
  const { SyntaxKind } = kustoLanguage().Syntax;
  return new Set(Object.entries(SyntaxKind).filter(([name]) => name.endsWith('LiteralToken')).map(([, kind]) => Number(kind)));
}

const listWords: ReadonlySet<string> = new Set(['in', '!in', 'in~', '!in~', 'has_any', 'has_all', '!has_any', '!has_all', 'dynamic', 'datatable', 'by', 'on', 'and', 'or']);

/** How many arguments the call has that is being read. */
class Calls {
  private readonly open: { isCall: boolean; count: number }[] = [];
  private last = '';

  read(token: string): number {
    const before = this.last;
    this.last = token;
    if (token === '(' || token === '[' || token === '{') this.open.push({ isCall: token === '(' && /^[a-z_]\w*$/i.test(before) && !listWords.has(before), count: 1 });
    else if (token === ')' || token === ']' || token === '}') this.open.pop();
    const top = this.open.at(-1);
    if (token !== ',' || top === undefined || !top.isCall) return 0;
    return (top.count += 1);
  }
}

/** Operators from the loosest to the tightest: a chain of one ends where a looser one stands. */
const tiers: readonly ReadonlySet<string>[] = [new Set(['or']), new Set(['and']), new Set(['==', '!=', '<', '>', '<=', '>=', '=~', '!~', '<>', ':', 'has', 'contains', 'startswith', 'endswith']), new Set(['+', '-']), new Set(['*', '/', '%']), new Set(['.'])];
const tierOf: ReadonlyMap<string, number> = new Map(tiers.flatMap((tier, at) => [...tier].map((sign) => [sign, at] as const)));

/** How long the chain of operators is that stands at each depth of brackets: each link is a level of the syntax tree. */
class Chains {
  private readonly levels: number[][] = [];

  /** Takes in the next token; gives the length of the chain that it continues. */
  read(token: string, depth: number): number {
    const tier = tierOf.get(token);
    if (tier === undefined) {
      if (token === ',' || token === '|' || token === ';') this.levels[depth] = [];
      else if (token === '(' || token === '[' || token === '{') this.levels[depth + 1] = [];
      return 0;
    }
    const level = (this.levels[depth] ??= []);
    for (let tighter = tier + 1; tighter < tiers.length; tighter += 1) level[tighter] = 0;
    return (level[tier] = (level[tier] ?? 0) + 1);
  }
}

/** How often each declared name stands for what is declared before it. Seen token by token. */
class Declarations {
  private readonly weights = new Map<string, number>();
  private readonly open: { name: string; depth: number; weight: number }[] = [{ name: '', depth: -1, weight: 0 }];
  private last: string[] = [];

  /** Takes in the next token; gives the weight of what is being declared. */
  read(token: string, depth: number): number {
    const name = token.replace(/^['"](.*)['"]$/s, '$1');
    const [first, second] = this.last.slice(-2);
    // `let name =`, and `let ['name'] =` with one bracket more.
    if (token === '=' && (first === 'let' || this.last.at(-4) === 'let')) this.open.push({ name: (first === 'let' ? second : this.last.at(-2)) ?? '', depth, weight: 0 });
    else if (this.open.length > 1 && (token === ';' || token === '}') && depth <= (this.open.at(-1)?.depth ?? 0)) this.close();
    this.last = [...this.last.slice(-3), name];
    const top = this.open.at(-1) as { weight: number };
    top.weight += this.weights.get(name) ?? 0;
    return top.weight;
  }

  private close(): void {
    const done = this.open.pop();
    if (done !== undefined) this.weights.set(done.name, Math.max(1, done.weight));
  }
}
