import { convert } from '../scalars/convert.js';
import { duckTypeOf } from '../scalars/support.js';
import { literalFrom, nullOf, stringValue } from '../literals.js';
import { columnNamed, numbered, projected, type NamedValue, type Relation } from '../relation.js';
import { sqlName, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, nameOf, namedParameters, scalarTypeNamed, textOf } from '../syntax.js';
import type { KqlNode, Scope, Translation } from '../translation.js';

/**
 * `scan`: matches the rows, one after the other, against steps that keep state. The rows become one list, and a fold over
 * it carries the state: for each step whether it is active, its match, and the values that expressions refer to.
 */

/** So many rows are folded together: what a fold has put out is copied with each element, so that few large steps pay. */
const partSize = 32;

interface Declared {
  readonly name: string;
  readonly type: KustoType;
  readonly byDefault: SqlValue;
}

interface Step {
  readonly name: string;
  readonly output: boolean;
  readonly condition: KqlNode;
  readonly assignments: ReadonlyMap<string, KqlNode>;
}

/** A value of a step that some expression refers to. */
interface Reference {
  readonly step: number;
  readonly column: string;
  readonly type: KustoType;
}

class ScanCompiler {
  private readonly references = new Map<string, Reference>();
  private readonly used = new Set<string>();

  constructor(
    private readonly input: Relation,
    private readonly declared: readonly Declared[],
    private readonly steps: readonly Step[],
    private readonly t: Translation,
  ) {}

  /** An SQL list of the output rows: place of the row, match, values of the declared columns. */
  compile(): { list: string; fields: readonly string[] } {
    const [acc, row] = [this.t.uniqueName('acc'), this.t.uniqueName('row')];
    this.collect();
    const fields = [...this.used].map((name) => columnNamed(this.input, name)?.id ?? '');
    const [part, all] = [this.t.uniqueName('part'), this.t.uniqueName('all')];
    const step = this.t.uniqueName('x');
    const emitted = `list_transform([${this.fold(`${acc}.st`, row)}], lambda ${step}: struct_pack(st := ${step}.st, o := list_concat(${acc}.o, ${step}.e)))[1]`;
    const inner = `list_reduce(${part}.r, lambda ${acc}, ${row}: ${emitted}, struct_pack(st := ${all}.st, o := []::${this.outputType()}[]))`;
    const done = this.t.uniqueName('d');
    const outer = `list_transform([${inner}], lambda ${done}: struct_pack(st := ${done}.st, o := list_append(${all}.o, ${done}.o)))[1]`;
    const start = `struct_pack(st := ${this.initial()}, o := []::${this.outputType()}[][])`;
    return { list: `flatten(list_reduce("~rows", lambda ${all}, ${part}: ${outer}, ${start}).o)`, fields };
  }

  /** Translates all expressions once, only to learn which values they refer to. */
  private collect(): void {
    for (const [at, step] of this.steps.entries()) {
      this.condition(step, at, 'a', 'r');
      for (const node of step.assignments.values()) this.t.expression(node, this.scope(at, 'a', 'r'));
    }
  }

  private typeOf(column: string): KustoType | undefined {
    return this.declared.find((each) => each.name === column)?.type ?? columnNamed(this.input, column)?.type;
  }

  private nothing(column: string): SqlValue {
    const own = this.declared.find((each) => each.name === column);
    return own?.byDefault ?? nullOf(this.typeOf(column) ?? 'string');
  }

  private columnOf(name: string, row: string): SqlValue | undefined {
    const own = this.declared.find((each) => each.name === name);
    if (own !== undefined) return own.byDefault;
    const column = columnNamed(this.input, name);
    if (column === undefined) return undefined;
    this.used.add(name);
    return { sql: `${row}.${sqlName(column.id)}`, type: column.type, constant: false };
  }

  /** What expressions see while the state of step `context` counts. */
  private scope(context: number, state: string, row: string): Scope {
    return {
      relation: this.input,
      column: (name) => this.columnOf(name, row),
      computed: (value) => value,
      member: (owner, name) => this.memberOf(context, state, owner, name),
    };
  }

  private memberOf(context: number, state: string, owner: string, name: string): SqlValue | undefined {
    const step = this.steps.findIndex((each) => each.name === owner);
    const type = this.typeOf(name);
    if (step === -1 || type === undefined) return undefined;
    this.references.set(`${step}.${name}`, { step, column: name, type });
    if (columnNamed(this.input, name) !== undefined) this.used.add(name);
    return step > context ? this.nothing(name) : { sql: `${state}.${this.field(context, step, name)}`, type, constant: false };
  }

  private field(context: number, step: number, column: string): string {
    return sqlName(`s${context}~${step}~${column}`);
  }

  private condition(step: Step, context: number, state: string, row: string): string {
    return `coalesce(${this.simple(convert(this.t.expression(step.condition, this.scope(context, state, row)), 'bool'), step.condition)}, false)`;
  }

  /** Inside of a fold DuckDB has no subqueries. */
  private simple(value: SqlValue, node: KqlNode): string {
    if (/\(\s*SELECT\b/.test(value.sql) || / OVER \(/.test(value.sql)) throw this.t.unsupported(node, 'toscalar and functions over rows in scan');
    return value.sql;
  }

  /** The fields of the state of a step, with what each holds while the step is not active. */
  private stateFields(step: number): { id: string; reference: Reference }[] {
    return [...this.references.values()].filter((each) => each.step <= step).map((reference) => ({ id: this.field(step, reference.step, reference.column), reference }));
  }

  private typed(value: SqlValue, type: KustoType): string {
    return `CAST(${value.sql} AS ${duckTypeOf[type]})`;
  }

  private initial(): string {
    const parts = this.steps.flatMap((_, step) => [
      `${sqlName(`a${step}`)} := false`,
      `${sqlName(`m${step}`)} := NULL::BIGINT`,
      ...this.stateFields(step).map(({ id, reference }) => `${id} := ${this.typed(this.nothing(reference.column), reference.type)}`),
    ]);
    return `struct_pack(${[...parts, '"next" := 0::BIGINT'].join(', ')})`;
  }

  private outputType(): string {
    return `STRUCT(n BIGINT, m BIGINT${this.declared.map((each, index) => `, d${index} ${duckTypeOf[each.type]}`).join('')})`;
  }

  /** The state after a row, and what the row put out: the steps from the last to the first. */
  private fold(state: string, row: string): string {
    let folded = `struct_pack(st := ${state}, e := []::${this.outputType()}[])`;
    for (let at = this.steps.length - 1; at >= 0; at -= 1) folded = this.step(at, folded, row);
    return folded;
  }

  private step(at: number, state: string, row: string): string {
    const step = this.steps[at] as Step;
    const [s, q] = [this.t.uniqueName('s'), this.t.uniqueName('q')];
    const own = this.condition(step, at, `${s}.st`, row);
    const promoted = at === 0 ? 'false' : `(${s}.st.${sqlName(`a${at - 1}`)} AND ${this.condition(step, at - 1, `${s}.st`, row)})`;
    const kept = at === 0 ? own : `(${s}.st.${sqlName(`a${at}`)} AND ${own})`;
    const matches = `struct_pack(s := ${s}, p := ${promoted}, k := ${kept})`;
    const values = this.declared.map((each, index) => `d${index} := ${this.assigned(each, step, at, `${q}.s.st`, `${q}.p`, row)}`);
    const w = this.t.uniqueName('w');
    const withValues = `struct_pack(s := ${q}.s, p := ${q}.p, k := (${q}.k AND NOT ${q}.p)${values.map((each) => `, ${each}`).join('')})`;
    const next = `list_transform([${withValues}], lambda ${w}: ${this.updated(at, step, w, row)})[1]`;
    return `list_transform(list_transform([${state}], lambda ${s}: ${matches}), lambda ${q}: ${next})[1]`;
  }

  private assigned(declared: Declared, step: Step, at: number, state: string, promoted: string, row: string): string {
    const node = step.assignments.get(declared.name);
    if (node === undefined) return this.typed(declared.byDefault, declared.type);
    const value = (context: number): string => this.typed(convert({ ...this.t.expression(node, this.scope(context, state, row)) }, declared.type), declared.type);
    const own = value(at);
    this.simple({ sql: own, type: declared.type, constant: false }, node);
    return at === 0 ? own : `(CASE WHEN ${promoted} THEN ${value(at - 1)} ELSE ${own} END)`;
  }

  /** The whole state after the step: its own part, and that of the step before, which is empty once it was promoted. */
  private updated(at: number, step: Step, w: string, row: string): string {
    const hit = `(${w}.p OR ${w}.k)`;
    const old = (id: string): string => `${w}.s.st.${id}`;
    const [active, match] = [sqlName(`a${at}`), sqlName(`m${at}`)];
    const matchId = at === 0 ? `(CASE WHEN ${old(active)} THEN ${old(match)} ELSE ${old('"next"')} END)` : `(CASE WHEN ${w}.p THEN ${old(sqlName(`m${at - 1}`))} ELSE ${old(match)} END)`;
    const parts = this.steps.flatMap((_, index) => {
      if (index === at) {
        return [
          `${active} := (${old(active)} OR ${hit})`,
          `${match} := (CASE WHEN ${hit} THEN ${matchId} ELSE ${old(match)} END)`,
          ...this.stateFields(at).map(({ id, reference }) => `${id} := ${this.newValue(at, reference, id, w, row)}`),
        ];
      }
      const cleared = index === at - 1 ? `${w}.p` : 'false';
      return [
        `${sqlName(`a${index}`)} := (${old(sqlName(`a${index}`))} AND NOT ${cleared})`,
        `${sqlName(`m${index}`)} := ${old(sqlName(`m${index}`))}`,
        ...this.stateFields(index).map(({ id, reference }) => `${id} := ${index === at - 1 ? `(CASE WHEN ${cleared} THEN ${this.typed(this.nothing(reference.column), reference.type)} ELSE ${old(id)} END)` : old(id)}`),
      ];
    });
    const started = at === 0 ? `(${old('"next"')} + (CASE WHEN ${hit} AND NOT ${old(active)} THEN 1 ELSE 0 END))` : old('"next"');
    const values = this.declared.map((_, index) => `, d${index} := ${w}.d${index}`).join('');
    const output = step.output ? `(CASE WHEN ${hit} THEN list_append(${w}.s.e, struct_pack(n := ${row}."~n", m := ${matchId}${values})) ELSE ${w}.s.e END)` : `${w}.s.e`;
    return `struct_pack(st := struct_pack(${[...parts, `"next" := ${started}`].join(', ')}), e := ${output})`;
  }

  private newValue(at: number, reference: Reference, id: string, w: string, row: string): string {
    const old = `${w}.s.st.${id}`;
    if (reference.step < at) return `(CASE WHEN ${w}.p THEN ${w}.s.st.${this.field(at - 1, reference.step, reference.column)} ELSE ${old} END)`;
    const index = this.declared.findIndex((each) => each.name === reference.column);
    const column = columnNamed(this.input, reference.column);
    const own = index === -1 ? `${row}.${sqlName(column?.id ?? '')}` : `${w}.d${index}`;
    return `(CASE WHEN ${w}.p OR ${w}.k THEN ${own} ELSE ${old} END)`;
  }
}

function readDeclared(node: Kusto.Language.Syntax.ScanOperator, t: Translation): Declared[] {
  return elements<Kusto.Language.Syntax.FunctionParameter>(node.DeclareClause?.Declarations).map((each) => {
    const declaration = each.NameAndType as Kusto.Language.Syntax.NameAndTypeDeclaration;
    const type = scalarTypeNamed(textOf(declaration.Type).trim().toLowerCase());
    if (type === undefined) throw t.invalid(each, `${textOf(declaration.Type)} names no type`);
    const value = each.DefaultValue?.Value;
    return { name: nameOf(declaration.Name), type, byDefault: value === null || value === undefined ? nullOf(type) : defaultValue(value as KqlNode, type, t) };
  });
}

/** The binder leaves these literals without a type; the declaration gives it. */
function defaultValue(node: KqlNode, type: KustoType, t: Translation): SqlValue {
  const { Token: token } = node as Partial<Kusto.Language.Syntax.LiteralExpression>;
  const text = token?.ValueText ?? textOf(node).trim().replace(/^-\s+/, '-');
  if (type === 'string' && token !== undefined) return stringValue(text);
  const value = type === 'dynamic' ? undefined : literalFrom(type, text);
  return value ?? convert(t.expression(node), type);
}

function readStep(node: Kusto.Language.Syntax.ScanStep, t: Translation): Step {
  const optional = node.OptionalKeyword;
  if (optional !== null && optional !== undefined && textOf(optional) !== '') throw t.unsupported(node, 'An optional step of scan');
  const kind = textOf(node.ScanStepOutput?.OutputKind).trim().toLowerCase();
  if (kind === 'last') throw t.unsupported(node, 'output=last of scan');
  const assignments = elements<Kusto.Language.Syntax.ScanAssignment>(node.ComputationClause?.Assignments);
  return {
    name: nameOf(node.Name),
    output: kind !== 'none',
    condition: node.Condition as KqlNode,
    assignments: new Map(assignments.map((each) => [nameOf(each.Name), each.Expression as KqlNode])),
  };
}

/** Translates scan. */
export function translateScan(node: Kusto.Language.Syntax.ScanOperator, input: Relation, t: Translation): Relation {
  if ((node.OrderByClause ?? undefined) !== undefined || (node.PartitionByClause ?? undefined) !== undefined) throw t.unsupported(node, 'scan with order by or partition by');
  if (input.order.length === 0) throw t.invalid(node, 'scan needs rows in an order: sort or serialize them before');
  const declared = readDeclared(node, t);
  const steps = elements<Kusto.Language.Syntax.ScanStep>(node.Steps).map((each) => readStep(each, t));
  const source = t.shared(numbered(input, `~${t.uniqueName('o')}`));
  const place = sqlName(source.order[0]?.id ?? '');
  const { list, fields } = new ScanCompiler(source, declared, steps, t).compile();
  const row = [`"~n" := ${place}`, ...fields.map((id) => `${sqlName(id)} := ${sqlName(id)}`)].join(', ');
  const parts = `SELECT ${place} // ${partSize} AS p, list(struct_pack(${row}) ORDER BY ${place}) AS r FROM (${source.sql}) GROUP BY 1`;
  const rows = `SELECT list(struct_pack(r := r) ORDER BY p) AS "~rows" FROM (${parts}) HAVING count(*) > 0`;
  const index = `~${t.uniqueName('i')}`;
  const found = `SELECT unnest("~out") AS "~f", unnest(range(len("~out"))) AS ${sqlName(index)} FROM (SELECT ${list} AS "~out" FROM (${rows}))`;
  const matchId = namedParameters(node.Parameters).get('with_match_id');
  const columns = source.columns.map((column, at) => `s.${sqlName(column.id)} AS "c${at}"`);
  const values = declared.map((_, at) => `f."~f".d${at} AS "d${at}"`);
  const select = [...columns, ...values, 'f."~f".m AS "m"', `f.${sqlName(index)} AS ${sqlName(index)}`].join(', ');
  const sql = `SELECT ${select} FROM (${found}) f JOIN (${source.sql}) s ON s.${place} = f."~f".n`;
  const items: NamedValue[] = [
    ...source.columns.map((column, at): NamedValue => ({ name: column.name, value: { sql: `"c${at}"`, type: column.type, constant: false } })),
    ...declared.map((each, at): NamedValue => ({ name: each.name, value: { sql: each.type === 'string' ? `coalesce("d${at}", '')` : `"d${at}"`, type: each.type, constant: false } })),
    ...(matchId === undefined ? [] : [{ name: nameOf(matchId), value: { sql: '"m"', type: 'long' as const, constant: false } }]),
  ];
  return projected({ sql, columns: [], order: [{ id: index, descending: false, nullsFirst: false }], serialized: true }, items);
}
