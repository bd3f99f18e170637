import { prepareKql as checkedQuery } from './checker/analyze.js';
import { KqlError, KqlErrorCode } from './kql.error.js';
import type { HuntingSchema } from './schema/hunting-schema.js';
import { DiscoveryNeeded } from './translator/discovery.js';
import { unixEpochTicks } from './translator/sql-value.js';
import { Translator, type TableSource, type TranslatedQuery } from './translator/translator.js';

/** From the text of a query to SQL: parsed and bound, held to the allow-list, translated. */

/** What a query is translated against. */
export interface PreparationContext {
  readonly schema: HuntingSchema;
  /** The moment that now() means; the same for the whole query. */
  readonly now: Date;
  readonly table: (name: string) => TableSource | undefined;
  readonly tables: () => readonly TableSource[];
  /** Rows that an earlier attempt asked for; `prepareWithRows` fills it. */
  readonly discovered?: ReadonlyMap<string, readonly unknown[][]>;
}

/** How often a query may ask for rows before it is translated. */
const maximumDiscoveries = 12;

/**
 * The query in SQL.
 * @throws KqlError: Invalid with the first error of Kusto's own binder, Forbidden, TooLarge or Unsupported.
 */
export function prepareKql(text: string, context: PreparationContext): TranslatedQuery {
  const analysis = checkedQuery(text, context.schema);
  const translator = new Translator({
    text: analysis.text,
    nowTicks: BigInt(context.now.getTime()) * 10_000n + unixEpochTicks,
    table: context.table,
    tables: context.tables,
    discovered: context.discovered,
  });
  try {
    return translator.query(analysis.code.Syntax as Kusto.Language.Syntax.SyntaxNode);
  } catch (error) {
    if (error instanceof RangeError) throw new KqlError(KqlErrorCode.TooLarge, 'The query is nested too deeply.');
    throw error;
  }
}

/**
 * Like `prepareKql`, for queries too whose columns depend on rows (bag_unpack, pivot): `execute` runs what the
 * translation has to know first.
 */
export async function prepareWithRows(text: string, context: PreparationContext, execute: (sql: string) => Promise<readonly unknown[][]>): Promise<TranslatedQuery> {
  const discovered = new Map<string, readonly unknown[][]>();
  for (let round = 0; ; round += 1) {
    try {
      return prepareKql(text, { ...context, discovered });
    } catch (error) {
      if (!(error instanceof DiscoveryNeeded) || round >= maximumDiscoveries || discovered.has(error.sql)) throw error;
      discovered.set(error.sql, await execute(error.sql));
    }
  }
}
