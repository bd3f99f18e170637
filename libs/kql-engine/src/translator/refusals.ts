/** Why an operator or a plug-in of Kusto is refused: what follows "is not supported by this engine, ". */

const undocumentedPatterns = 'because its patterns depend on samples and orders that are not documented';
const oneTable = 'because a hunt has one table; run the queries one by one';

/** By the class of the node. */
export const refusedOperators: Readonly<Record<string, string>> = {
  ReduceByOperator: undocumentedPatterns,
  FacetOperator: oneTable,
  ForkOperator: oneTable,
  GraphWhereNodesOperator: 'but the where of graph-match takes the same condition',
  GraphWhereEdgesOperator: 'but the where of graph-match takes the same condition',
};

/** By the name of the plug-in. */
export const refusedPlugins: Readonly<Record<string, string>> = {
  autocluster: undocumentedPatterns,
  basket: undocumentedPatterns,
  diffpatterns: undocumentedPatterns,
  ...Object.fromEntries(['activity_engagement', 'activity_metrics', 'new_activity_metrics', 'session_count'].map((name) => [name, 'but summarize dcount() by bin() counts users over time'])),
  ...Object.fromEntries(['funnel_sequence', 'funnel_sequence_completion', 'sequence_detect'].map((name) => [name, 'but scan finds sequences of events'])),
  preview: oneTable,
};

/** By the operator as it is written between two values. */
export const refusedTextOperators: Readonly<Record<string, string>> = Object.fromEntries(
  ['like', 'notlike', 'likecs', 'notlikecs'].map((name) => [name, 'but contains, startswith, endswith and matches regex are']),
);
