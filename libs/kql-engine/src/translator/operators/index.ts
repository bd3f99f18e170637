import type { ScalarFunction } from '../sql-value.js';
import type { OperatorTable, OperatorTranslator, TabularFunction, TupleFunction } from '../translation.js';
import { enrichmentTables } from './enrichment.js';
import { translateEvaluate } from './evaluate.js';
import { translateGraphMatch, translateShortestPaths } from './graph/graph-match.js';
import { translateGraphToTable, translateMarkComponents } from './graph/graph-tables.js';
import { translateMakeGraph } from './graph/make-graph.js';
import { translateMakeSeries } from './make-series.js';
import { translateMvApply } from './mv-apply.js';
import { translateMvExpand } from './mv-expand.js';
import { translateParseKv } from './parse-kv.js';
import { translateParse } from './parse.js';
import { translatePartition } from './partition.js';
import { translateSample, translateSampleDistinct, translateTopHitters } from './sampling.js';
import { translateScan } from './scan.js';
import { translateFind, translateSearch } from './search.js';
import { elementFunctions } from './series/series-arithmetic.js';
import { decomposeFunctions, decomposeTuples } from './series/series-decompose.js';
import { fillFunctions } from './series/series-fill.js';
import { fitFunctions, fitTuples } from './series/series-fit.js';
import { measureFunctions, measureTuples } from './series/series-measures.js';
import { sketchFunctions } from './sketch-functions.js';
import { translateTopNested } from './top-nested.js';

export { windowFunctions } from './window-functions.js';

/** The operators of this folder by the class of their node. */
export const operatorTable: OperatorTable = {
  MvExpandOperator: translateMvExpand as OperatorTranslator,
  MvApplyOperator: translateMvApply as OperatorTranslator,
  MakeSeriesOperator: translateMakeSeries as OperatorTranslator,
  ParseOperator: translateParse as OperatorTranslator,
  ParseWhereOperator: translateParse as OperatorTranslator,
  ParseKvOperator: translateParseKv as OperatorTranslator,
  PartitionOperator: translatePartition as OperatorTranslator,
  EvaluateOperator: translateEvaluate as OperatorTranslator,
  ScanOperator: translateScan as OperatorTranslator,
  SearchOperator: translateSearch as OperatorTranslator,
  FindOperator: translateFind as OperatorTranslator,
  TopNestedOperator: translateTopNested as OperatorTranslator,
  TopHittersOperator: translateTopHitters as OperatorTranslator,
  MakeGraphOperator: translateMakeGraph as OperatorTranslator,
  GraphMatchOperator: translateGraphMatch as OperatorTranslator,
  GraphShortestPathsOperator: translateShortestPaths as OperatorTranslator,
  GraphMarkComponentsOperator: translateMarkComponents as OperatorTranslator,
  GraphToTableOperator: translateGraphToTable as OperatorTranslator,
  SampleOperator: translateSample as OperatorTranslator,
  SampleDistinctOperator: translateSampleDistinct as OperatorTranslator,
};

/** Scalar functions over series and sketches. */
export const scalarFunctions: Readonly<Record<string, ScalarFunction>> = {
  ...elementFunctions,
  ...fillFunctions,
  ...measureFunctions,
  ...fitFunctions,
  ...decomposeFunctions,
  ...sketchFunctions,
};

/** Functions over series with several output columns. */
export const tupleFunctions: Readonly<Record<string, TupleFunction>> = { ...measureTuples, ...fitTuples, ...decomposeTuples };

/** Functions that give a table. */
export const tabularFunctions: Readonly<Record<string, TabularFunction>> = enrichmentTables;
