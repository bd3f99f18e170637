import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { TextBuilder } from '../core/text-builder.js';
import type { Expr, Stmt } from './ast.js';
import { dialect, type Unit } from './values.js';

/** A stretch of a text and what takes its place. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Edits up to a total size: values that grow step by step must not be written out at each step. */
export class Edits {
  readonly list: Edit[] = [];
  private room: number;

  constructor(private readonly source: string) {
    this.room = 1_000_000 + 2 * source.length;
  }

  /** Puts a literal of this length, unless it is what stands there or there is no room for it. */
  put(start: number, end: number, length: number, literal: () => string): void {
    if (length > this.room) return;
    const text = literal();
    this.room -= text.length;
    if (text !== this.source.slice(start, end)) this.list.push({ start, end, text });
  }
}

/** The text with expressions that always gave the same text or number replaced by it; undefined when there are none. */
export function simplifyVbscript(unit: Unit, budget: Budget): DerivedText | undefined {
  const edits = new Edits(unit.text);
  try {
    statements(unit, unit.statements, edits, budget);
  } catch (error) {
    if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
  }
  return applyEdits(unit.text, edits.list, 'vbscript', budget);
}

/** Puts edits in place of their stretches; overlapping ones are left out. */
export function applyEdits(text: string, edits: Edit[], language: DerivedText['language'], budget: Budget): DerivedText | undefined {
  if (edits.length === 0) return undefined;
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  const size = edits.reduce((all, edit) => all + edit.text.length, text.length);
  try {
    budget.allocate(size);
  } catch {
    return undefined;
  }
  const builder = new TextBuilder(text);
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at) continue;
    builder.copy(at, edit.start);
    builder.put(edit.text, edit.start, edit.end);
    at = edit.end;
  }
  builder.copy(at, text.length);
  return { kind: 'simplified', text: builder.text(), language, rules: ['constant folding'], segments: builder.segments };
}

function statements(unit: Unit, list: readonly Stmt[], edits: Edits, budget: Budget): void {
  for (const statement of list) {
    budget.step();
    const expr = (one: Expr | undefined): void => void (one !== undefined && expression(unit, one, edits, budget));
    switch (statement.k) {
      case 'assign':
        if (statement.target.k === 'call') statement.target.args.forEach(expr);
        if (statement.target.k === 'id' && statement.value.k === 'chain' && appends(statement.target.name, statement.value)) chain(unit, statement.value, edits, budget, statement.target.name);
        else expr(statement.value);
        break;
      case 'call':
        if (statement.expr.k === 'call') {
          statement.expr.args.forEach(expr);
          inside(unit, statement.expr.target, edits, budget);
        } else inside(unit, statement.expr, edits, budget);
        statement.args?.forEach(expr);
        break;
      case 'dim':
        for (const { value } of statement.names) expr(value);
        break;
      case 'if':
        for (const arm of statement.arms) {
          expr(arm.cond);
          statements(unit, arm.body, edits, budget);
        }
        statements(unit, statement.other, edits, budget);
        break;
      case 'select':
        expr(statement.subject);
        for (const arm of statement.arms) statements(unit, arm.body, edits, budget);
        statements(unit, statement.other, edits, budget);
        break;
      case 'for':
        [statement.from, statement.to, statement.by].forEach(expr);
        statements(unit, statement.body, edits, budget);
        break;
      case 'each':
        expr(statement.over);
        statements(unit, statement.body, edits, budget);
        break;
      case 'loop':
        expr(statement.cond);
        statements(unit, statement.body, edits, budget);
        break;
      case 'with':
        expr(statement.object);
        statements(unit, statement.body, edits, budget);
        break;
      case 'procedure':
        statements(unit, statement.procedure.body, edits, budget);
        break;
      case 'class':
        statements(unit, statement.members, edits, budget);
        break;
      default:
        break;
    }
  }
}

/** The members and arguments of an expression that is itself a target. */
function inside(unit: Unit, expr: Expr, edits: Edits, budget: Budget): void {
  if (expr.k === 'member' && expr.object !== undefined) expression(unit, expr.object, edits, budget);
  else if (expr.k === 'call') expression(unit, expr, edits, budget);
}

function expression(unit: Unit, expr: Expr, edits: Edits, budget: Budget): void {
  budget.step();
  if ((expr.k === 'chain' || expr.k === 'call') && expr.fold !== undefined && expr.fold !== false && (typeof expr.fold === 'string' || closed(expr, 0))) {
    replace(unit, expr.start, expr.end, expr.fold, edits);
    return;
  }
  switch (expr.k) {
    case 'paren':
      expression(unit, expr.inner, edits, budget);
      break;
    case 'unary':
      expression(unit, expr.operand, edits, budget);
      break;
    case 'call':
      expr.args.forEach((arg) => arg !== undefined && expression(unit, arg, edits, budget));
      inside(unit, expr.target, edits, budget);
      break;
    case 'member':
      inside(unit, expr, edits, budget);
      break;
    case 'chain':
      chain(unit, expr, edits, budget);
      break;
    default:
      break;
  }
}

/** Known operands next to each other in a join with unknown ones. */
function chain(unit: Unit, expr: Extract<Expr, { k: 'chain' }>, edits: Edits, budget: Budget, without = ''): void {
  const joins = expr.rest.every(({ op }) => op === '&');
  let run: Expr[] = [];
  const flush = (): void => {
    const [first] = run;
    const last = run[run.length - 1];
    if (first !== undefined && last !== undefined && run.length > 1) {
      const pieces = run.map((operand) => String(operand.k === 'lit' ? operand.value : operand.fold));
      replace(unit, first.start, last.end, pieces.join(''), edits);
    } else if (first !== undefined) expression(unit, first, edits, budget);
    run = [];
  };
  for (const operand of [expr.first, ...expr.rest.map(({ right }) => right)]) {
    const literal = operand.k === 'lit' && typeof operand.value === 'string';
    if (joins && (literal || typeof operand.fold === 'string') && !(operand.k === 'id' && operand.name === without)) run.push(operand);
    else {
      flush();
      expression(unit, operand, edits, budget);
    }
  }
  flush();
}

/** `x = x & …`: the variable itself stays, or every step would repeat all before it. */
function appends(name: string, value: Extract<Expr, { k: 'chain' }>): boolean {
  return (value.first.k === 'id' && value.first.name === name) || value.rest.slice(0, 1000).some(({ right }) => right.k === 'id' && right.name === name);
}

/** Whether an expression names no variable and has at least two literals. */
function closed(expr: Expr, depth: number): boolean {
  return depth < 40 && literals(expr, depth) >= 2;
}

function literals(expr: Expr, depth: number): number {
  if (depth >= 40) return Number.NEGATIVE_INFINITY;
  switch (expr.k) {
    case 'lit':
      return 1;
    case 'paren':
      return literals(expr.inner, depth + 1);
    case 'unary':
      return literals(expr.operand, depth + 1);
    case 'chain':
      return expr.rest.reduce((all, { right }) => all + literals(right, depth + 1), literals(expr.first, depth + 1));
    case 'call':
      return expr.target.k === 'id' && expr.args.length > 0 ? expr.args.reduce((all, arg) => all + (arg === undefined ? 0 : literals(arg, depth + 1)), 1) : Number.NEGATIVE_INFINITY;
    default:
      return Number.NEGATIVE_INFINITY;
  }
}

function replace(_unit: Unit, start: number, end: number, value: string | number, edits: Edits): void {
  edits.put(start, end, String(value).length, () => (typeof value === 'number' ? String(value) : value.length > 8000 ? `"${value.replaceAll('"', '""').replace(/[\r\n]+/g, '" & vbCrLf & "')}"` : dialect.quote(value)));
}
