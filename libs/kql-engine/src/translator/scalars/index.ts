import type { ScalarFunction } from '../sql-value.js';
import type { TupleFunction } from '../translation.js';
import { addressFunctions, addressMacros } from './addresses.js';
import { bagFunctions } from './bags.js';
import { collectionFunctions, sortedArrays } from './collections.js';
import { convertMacros } from './convert.js';
import { datetimeFunctions, datetimeMacros } from './datetimes.js';
import { dynamicMacros } from './dynamic.js';
import { encodingFunctions } from './encoding.js';
import { generalFunctions } from './general.js';
import { geoFunctions } from './geo.js';
import { extremeFunctions, mathFunctions } from './maths.js';
import { parserFunctions } from './parsers.js';
import { regexFunctions } from './regexes.js';
import { stringFunctions } from './strings.js';
import { textMacros } from './text-operators.js';
import { unitFunctions } from './unit-functions.js';

/** The scalar functions by name. */
export const scalarFunctions: Readonly<Record<string, ScalarFunction>> = {
  ...generalFunctions,
  ...mathFunctions,
  ...extremeFunctions,
  ...datetimeFunctions,
  ...stringFunctions,
  ...regexFunctions,
  ...collectionFunctions,
  ...bagFunctions,
  ...encodingFunctions,
  ...addressFunctions,
  ...parserFunctions,
  ...unitFunctions,
  ...geoFunctions,
};

/** Functions that give several columns. */
export const tupleFunctions: Readonly<Record<string, TupleFunction>> = {
  array_sort_asc: (args) => sortedArrays(args, false),
  array_sort_desc: (args) => sortedArrays(args, true),
};

/** SQL that is run once on a database, in this order. */
export const setupMacros: readonly string[] = [...convertMacros, ...dynamicMacros, ...textMacros, ...datetimeMacros, ...addressMacros].map((macro) => {
  const at = macro.indexOf(' AS ');
  return `CREATE OR REPLACE MACRO ${macro.slice(0, at)} AS ${macro.slice(at + 4)}`;
});
