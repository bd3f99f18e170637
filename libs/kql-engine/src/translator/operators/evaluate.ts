import { KqlError, KqlErrorCode } from '../../kql.error.js';
import { refusedPlugins } from '../refusals.js';
import type { Relation } from '../relation.js';
import { elements, kindOf, nameOf } from '../syntax.js';
import type { KqlNode, Translation } from '../translation.js';
import { translateActiveUsers, translateActivityCounts, translateRollingPercentile, translateSlidingWindow } from './plugins/activity.js';
import { translateBagUnpack } from './plugins/bag-unpack.js';
import { translateGeoLookup, translateIpLookup } from './plugins/lookups.js';
import { translateNarrow } from './plugins/narrow.js';
import { translatePivot } from './plugins/pivot.js';
import type { PluginCall, PluginTranslator } from './plugins/plugin-call.js';
import { translateDcountIntersect, translateRowsNear, translateSchemaMerge } from './plugins/small-plugins.js';

/** `evaluate`: the plug-ins that run here, those that may not run anywhere, and the rest, which is refused by name. */

const plugins: Readonly<Record<string, PluginTranslator>> = {
  active_users_count: translateActiveUsers,
  activity_counts_metrics: translateActivityCounts,
  bag_unpack: translateBagUnpack,
  dcount_intersect: translateDcountIntersect,
  geo_line_lookup: translateGeoLookup,
  geo_polygon_lookup: translateGeoLookup,
  identity: (_call, input) => input,
  ipv4_lookup: translateIpLookup,
  ipv6_lookup: translateIpLookup,
  narrow: translateNarrow,
  pivot: translatePivot,
  rolling_percentile: translateRollingPercentile,
  rows_near: translateRowsNear,
  schema_merge: translateSchemaMerge,
  sliding_window_counts: translateSlidingWindow,
};

/** Plug-ins that reach outside or run programs. */
const forbidden: ReadonlySet<string> = new Set([
  'ai_chat_completion', 'ai_chat_completion_prompt', 'ai_embed_text', 'ai_embeddings', 'azure_digital_twins_query_request',
  'cosmosdb_sql_request', 'csharp', 'dax_request', 'execute_query', 'execute_show_command', 'external_datatable', 'http_request',
  'http_request_post', 'infer_storage_schema', 'infer_storage_schema_with_suggestions', 'mysql_request', 'postgresql_request',
  'python', 'r', 'sql_request',
]);

function readCall(node: Kusto.Language.Syntax.EvaluateOperator): PluginCall {
  const call = node.FunctionCall as Kusto.Language.Syntax.FunctionCallExpression;
  const args: KqlNode[] = [];
  const named = new Map<string, KqlNode>();
  for (const each of elements(call.ArgumentList?.Expressions)) {
    if (kindOf(each) === 'SimpleNamedExpression') {
      const option = each as Kusto.Language.Syntax.SimpleNamedExpression;
      named.set(nameOf(option.Name), option.Expression as KqlNode);
    } else args.push(each);
  }
  return { node, call, name: nameOf(call.Name), args, named };
}

/** Translates evaluate. */
export function translateEvaluate(node: Kusto.Language.Syntax.EvaluateOperator, input: Relation, t: Translation): Relation {
  const call = readCall(node);
  const translate = Object.hasOwn(plugins, call.name) ? plugins[call.name] : undefined;
  if (translate !== undefined) return translate(call, input, t);
  const refused = t.unsupported(node, `The plug-in ${call.name}`, Object.hasOwn(refusedPlugins, call.name) ? refusedPlugins[call.name] : undefined);
  if (!forbidden.has(call.name)) throw refused;
  throw new KqlError(KqlErrorCode.Forbidden, `The plug-in ${call.name} reaches outside the engine; no query may do that.`, refused.position);
}
