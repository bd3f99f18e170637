/** Where a literal of a query came from. */
export type LiteralOrigin = 'question' | 'incident' | 'catalogue' | 'assumed';

/** One literal of a plan. `text` is what is compared; `span` is where the question says it, in UTF-16 units. */
export interface PlanLiteral {
  kind: 'string' | 'number' | 'bool' | 'datetime' | 'timespan' | 'ago';
  text: string;
  origin: LiteralOrigin;
  span?: readonly [start: number, end: number];
}

/** How a column is compared. Each is printed as Kusto writes it; `inRange` is ipv4_is_in_range. */
export type PlanOperator =
  | '==' | '!=' | '=~' | '!~' | '>' | '>=' | '<' | '<='
  | 'has' | 'contains' | 'startswith' | 'endswith' | 'matches regex'
  | 'has_any' | 'has_all' | 'in' | 'in~' | 'between' | 'inRange' | 'isempty' | 'isnotempty';

/** Compares one column. A list operator takes many literals, `between` two, the others one; `not` turns the meaning. */
export interface PlanComparison {
  column: string;
  operator: PlanOperator;
  values: readonly PlanLiteral[];
  not?: boolean;
}

/** True when any of them is. */
export interface PlanAnyOf {
  anyOf: readonly PlanComparison[];
}

/** One `where` line of a plan. */
export type PlanCondition = PlanComparison | PlanAnyOf;

/** One side a plan joins to what it has so far. */
export interface PlanJoin {
  kind: 'inner' | 'innerunique' | 'leftouter' | 'leftsemi' | 'leftanti';
  table: string;
  where: readonly PlanCondition[];
  /** Columns that must be equal; both sides by name. */
  on: readonly { left: string; right: string }[];
  /** Columns kept of this side; all when absent. */
  project?: readonly string[];
}

/** One computed column of an aggregate. */
export interface PlanMeasure {
  name: string;
  function: 'count' | 'dcount' | 'sum' | 'avg' | 'min' | 'max' | 'make_set' | 'arg_max' | 'arg_min' | 'countif';
  column?: string;
}

/** A grouping key: a column, or a time column cut into bins. */
export type PlanKey = { column: string } | { column: string; bin: string };

/** A question understood: what to read, keep, join, count and show. */
export interface HuntPlan {
  table: string;
  where: readonly PlanCondition[];
  joins: readonly PlanJoin[];
  /** Conditions that need columns of a joined side. */
  whereJoined?: readonly PlanCondition[];
  /** Keeps the newest (or oldest) row of each group before anything is counted. */
  pick?: { which: 'latest' | 'earliest'; time: string; by: readonly string[] };
  summarize?: { measures: readonly PlanMeasure[]; by: readonly PlanKey[]; having?: readonly PlanComparison[] };
  distinct?: readonly string[];
  project?: readonly string[];
  count?: boolean;
  sort?: { column: string; order: 'asc' | 'desc' };
  top?: { rows: number; column: string; order: 'asc' | 'desc' };
  take?: number;
  render?: 'timechart' | 'barchart' | 'piechart' | 'columnchart';
}

/** What the answer is made of: shown as a label and used by charts. */
export type HuntIntent = 'list' | 'count' | 'distinct' | 'aggregate' | 'top' | 'rare' | 'trend' | 'latest' | 'earliest' | 'library';

/** Whether a condition is an alternative of several. */
export function isAnyOf(condition: PlanCondition): condition is PlanAnyOf {
  return 'anyOf' in condition;
}

/** All comparisons of a condition. */
export function comparisonsOf(condition: PlanCondition): readonly PlanComparison[] {
  return isAnyOf(condition) ? condition.anyOf : [condition];
}
