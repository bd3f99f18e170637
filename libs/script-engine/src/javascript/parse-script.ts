import { Parser, tokTypes, type Expression, type Options, type Program, type TokenType } from 'acorn';
import { BudgetExceeded, type Budget } from '../core/budget.js';

/** What was read of a text: all of it, or what stands before the first error. */
export interface ParsedScript {
  body: Program['body'];
  problem: { reason: 'malformed' | 'budget'; detail: string; at: number } | undefined;
}

/** The parts of the parser that are built on here; they are stable but not in its type declarations. */
interface ParserInside {
  type: TokenType & { binop: number | null };
  value: string;
  start: number;
  startLoc: unknown;
  next(): void;
  parseMaybeUnary(errors: null, sawUnary: boolean, incDec: boolean, forInit: unknown): Expression;
  buildBinary(start: number, startLoc: unknown, left: Expression, right: Expression, op: string, logical: boolean): Expression;
  parseExprOp(left: Expression, start: number, startLoc: unknown, least: number, forInit: unknown): Expression;
  parseStatement(context: unknown, topLevel?: boolean, exports?: unknown): unknown;
  finishNode(node: unknown, type: string): unknown;
  parseTopLevel(node: { body: unknown[] }): unknown;
}

type Constructor = new (options: Options, input: string) => ParserInside & Parser;

/** Counts nodes, keeps the statements read so far, and reads rows of operators in a loop: they may be very long. */
function guardedParser(budget: Budget, seen: unknown[]): typeof Parser {
  return Parser.extend((base) => {
    const Base = base as unknown as Constructor;
    return class extends Base {
      private started = false;

      override finishNode(node: unknown, type: string): unknown {
        budget.node(3);
        return super.finishNode(node, type);
      }

      override parseTopLevel(node: { body: unknown[] }): unknown {
        this.started = true;
        return super.parseTopLevel(node);
      }

      override parseStatement(context: unknown, topLevel?: boolean, exports?: unknown): unknown {
        const statement = super.parseStatement(context, topLevel, exports);
        if (this.started && topLevel === true) seen.push(statement);
        return statement;
      }

      override parseExprOp(first: Expression, start: number, startLoc: unknown, least: number, forInit: unknown): Expression {
        let left = first;
        for (;;) {
          const level = this.type.binop;
          if (level === null || level === undefined || level <= least || (forInit === true && this.type === tokTypes._in)) return left;
          const coalesce = this.type === tokTypes.coalesce;
          const logical = this.type === tokTypes.logicalOR || this.type === tokTypes.logicalAND;
          const { value: op } = this;
          this.next();
          const { start: rightStart, startLoc: rightLoc } = this;
          const right = this.parseExprOp(this.parseMaybeUnary(null, false, false, forInit), rightStart, rightLoc, coalesce ? ((tokTypes.logicalAND as ParserInside['type']).binop ?? 2) : level, forInit);
          left = this.buildBinary(start, startLoc, left, right, op, logical || coalesce);
        }
      }
    } as unknown as typeof Parser;
  });
}

function stopOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
}

const mostRestarts = 12;

/**
 * Reads a script, as a script first and as a module then. What stands before an error is kept, and reading goes on behind
 * its line; the first error is told.
 */
export function parseScript(text: string, budget: Budget): ParsedScript {
  const first = parseOnce(conditionalCompilation(text), budget);
  if (first.problem === undefined || text.length > 2_000_000) return first;
  const body = [...first.body];
  let problem: ParsedScript['problem'] = first.problem;
  let from = 0;
  for (let i = 0; i < mostRestarts && problem !== undefined; i++) {
    const lineEnd = text.indexOf('\n', Math.max(problem.at, from));
    if (lineEnd < 0 || lineEnd + 1 >= text.length) break;
    from = lineEnd + 1;
    budget.step(100);
    budget.allocate(text.length);
    const rest = parseOnce(' '.repeat(from) + conditionalCompilation(text.slice(from)), budget);
    body.push(...rest.body);
    problem = rest.problem;
    if (problem?.detail.startsWith('the limit') === true && problem.at === 0) break;
  }
  return { body, problem: first.problem };
}

function parseOnce(source: string, budget: Budget): ParsedScript {
  const attempt = (sourceType: 'script' | 'module'): ParsedScript & { failed: boolean } => {
    const seen: unknown[] = [];
    try {
      const program = guardedParser(budget, seen).parse(source, { ecmaVersion: 'latest', sourceType, allowReturnOutsideFunction: true, allowHashBang: true, allowAwaitOutsideFunction: true, allowImportExportEverywhere: sourceType === 'module' });
      return { body: program.body, problem: undefined, failed: false };
    } catch (error) {
      const body = seen as Program['body'];
      if (error instanceof BudgetExceeded) return { body, problem: { reason: 'budget', detail: `the limit "${error.limit}" was reached`, at: 0 }, failed: false };
      if (error instanceof RangeError) return { body, problem: { reason: 'budget', detail: 'the limit "depth" was reached', at: 0 }, failed: false };
      if (error instanceof SyntaxError && error.message.startsWith('Not enough stack')) return { body, problem: { reason: 'budget', detail: 'the limit "depth" was reached', at: stopOf(error) }, failed: false };
      return { body, problem: { reason: 'malformed', detail: error instanceof Error ? error.message.slice(0, 200) : 'not JavaScript', at: stopOf(error) }, failed: true };
    }
  };
  const script = attempt('script');
  if (!script.failed) return script;
  const asModule = /\b(?:import|export|await)\b/.test(source) ? attempt('module') : script;
  return asModule.failed && (asModule.problem?.at ?? 0) <= (script.problem?.at ?? 0) ? script : asModule;
}

/** JScript runs what stands in comments with `@cc_on`: the marks of such comments become white space. */
function conditionalCompilation(text: string): string {
  if (!text.includes('@cc_on')) return text;
  const blank = (mark: string): string => ' '.repeat(mark.length);
  return text.replace(/\/[*/](?=@)|@\*\//g, blank).replace(/@(?:cc_on|else|elif\s{0,9}\([^)\r\n]{0,100}\)|end|if\s{0,9}\([^)\r\n]{0,100}\)|set\b[^\r\n;]{0,100})/g, blank);
}
