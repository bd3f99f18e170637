import { className, columnsOf, elementAt, enclosing, listItems } from '../language/kusto-syntax.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import type { KqlDiagnostic } from './diagnostic.js';
import { pipeOperators } from './repair-syntax.js';

/** Names of one kind that a name nobody knows could have been meant to be. */
export interface NamePool {
  readonly what: 'column' | 'table' | 'function' | 'plug-in' | 'operator';
  readonly pool: readonly string[];
}

/** The names that exist at the place of the error, likeliest kind first; none where the error is not about a name. */
export function namePools(code: Kusto.Language.KustoCode, error: KqlDiagnostic, schema: HuntingSchema): NamePool[] {
  const globals = code.Globals as Kusto.Language.GlobalState;
  switch (error.code) {
    case 'KS142':
      return [{ what: 'column', pool: [...columnNames(code, error.offset), ...declaredNames(code, error.offset)] }, { what: 'table', pool: [...schema.tables.keys()] }];
    case 'KS204':
      return [{ what: 'table', pool: [...declaredNames(code, error.offset), ...schema.tables.keys(), ...schema.functions.map((each) => each.name)] }];
    case 'KS211': {
      const names = (list: unknown): string[] => listItems<Kusto.Language.Symbols.FunctionSymbol>(list).map((each) => each.Name ?? '').filter((each) => !each.startsWith('__'));
      const grouped = enclosing(elementAt(code, error.offset), 'SummarizeOperator', 'MakeSeriesOperator', 'TopNestedOperator') !== undefined;
      const scalars = names(globals.Functions);
      const aggregates = names(globals.Aggregates);
      return [{ what: 'function', pool: [...(grouped ? [...aggregates, ...scalars] : [...scalars, ...aggregates]), ...declaredNames(code, error.offset)] }];
    }
    case 'KS124':
      return [{ what: 'plug-in', pool: listItems<Kusto.Language.Symbols.FunctionSymbol>(globals.PlugIns).map((each) => each.Name ?? '') }];
    case 'KS176':
      return [{ what: 'operator', pool: pipeOperators }];
    default:
      return [];
  }
}

/** Columns that the name at `offset` could be: of the side of a join for `$left.`, else what is in scope. */
function columnNames(code: Kusto.Language.KustoCode, offset: number): string[] {
  const path = enclosing(elementAt(code, offset), 'PathExpression') as Kusto.Language.Syntax.PathExpression | undefined;
  const side = path !== undefined && (path.Selector?.TextStart ?? -1) <= offset ? columnsOf(path.Expression?.ResultType) : [];
  const columns = side.length > 0 ? side : columnsOf(code.GetColumnsInScope(offset));
  return columns.map((column) => column.Name ?? '');
}

/** Names that the query itself declares. */
function declaredNames(code: Kusto.Language.KustoCode, offset: number): string[] {
  const symbols = listItems<Kusto.Language.Symbols.Symbol>(code.GetSymbolsInScope(offset));
  return symbols.filter((each) => ['VariableSymbol', 'ParameterSymbol'].includes(className(each))).map((each) => each.Name ?? '');
}
