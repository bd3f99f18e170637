import { kustoLanguage } from '../language/kusto-language.js';
import { listItems } from '../language/kusto-syntax.js';
import type { HuntingFunction, HuntingSchema, HuntingTable } from './hunting-schema.js';

const globals = new WeakMap<HuntingSchema, Kusto.Language.GlobalState>();
const tables = new WeakMap<HuntingTable, Kusto.Language.Symbols.TableSymbol>();
const functions = new WeakMap<HuntingFunction, Kusto.Language.Symbols.FunctionSymbol>();
const stored = new WeakMap<Kusto.Language.Symbols.FunctionSymbol, HuntingFunction>();

/** The name of the database that the tables of a schema stand in. */
export const databaseName = 'hunting';

/** What the binder needs to know of a schema. Made once for each schema; tables are shared between schemas. */
export function globalsFor(schema: HuntingSchema): Kusto.Language.GlobalState {
  const known = globals.get(schema);
  if (known !== undefined) return known;
  const { GlobalState, Symbols } = kustoLanguage();
  const members = [...[...schema.tables.values()].map(tableSymbol), ...schema.functions.map(functionSymbol)];
  const made = required(moreGlobals(required(GlobalState.Default)).WithDatabase(new Symbols.DatabaseSymbol.ctor(databaseName, members)));
  globals.set(schema, made);
  return made;
}

function tableSymbol(table: HuntingTable): Kusto.Language.Symbols.TableSymbol {
  let symbol = tables.get(table);
  if (symbol === undefined) {
    const { Symbols } = kustoLanguage();
    const columns = table.columns.map(({ name, type }) => new Symbols.ColumnSymbol(name, required(Symbols.ScalarTypes.GetSymbol(type)), null, null, null, null));
    symbol = new Symbols.TableSymbol.$ctor4(table.name, columns);
    tables.set(table, symbol);
  }
  return symbol;
}

function functionSymbol(of: HuntingFunction): Kusto.Language.Symbols.FunctionSymbol {
  let symbol = functions.get(of);
  if (symbol === undefined) {
    symbol = new (kustoLanguage().Symbols.FunctionSymbol.$ctor16)(of.name, of.parameters, of.body, null);
    functions.set(of, symbol);
    stored.set(symbol, of);
  }
  return symbol;
}

/** The function of the schema that the binder means by this symbol. */
export function storedFunction(symbol: Kusto.Language.Symbols.FunctionSymbol): HuntingFunction | undefined {
  return stored.get(symbol);
}

/** Plug-ins that the service documents and this version of the language service does not know. */
function moreGlobals(base: Kusto.Language.GlobalState): Kusto.Language.GlobalState {
  const { Symbols } = kustoLanguage();
  const shape = required(Symbols.TableSymbol.From('(ColumnName:string, ColumnOrdinal:int, DataType:string, ColumnType:string)'));
  const parameter = required(Symbols.Parameter.ParseList('(PreserveOrder:bool=true)'));
  const schemaMerge = new Symbols.FunctionSymbol.$ctor6('schema_merge', shape, parameter, null);
  return required(base.WithPlugIns([...listItems<Kusto.Language.Symbols.FunctionSymbol>(base.PlugIns), schemaMerge] as never));
}

function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The KQL language service gave no symbol.');
  return value;
}
