import type { FunctionContext, ScalarFunction, SqlValue } from '../sql-value.js';
import { asReal } from './convert.js';
import { temperatureScales, unitFactors } from './native/units.js';
import { argument, type FunctionTable, literalText, made, withCount } from './support.js';

/** convert_length(), convert_mass() ... */

function unitOf<T>(units: Readonly<Record<string, T>>, value: SqlValue, context: FunctionContext): T {
  const name = literalText(value);
  if (name === undefined) throw context.unsupported('with a unit that is no literal');
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  if (unit === undefined) throw context.unsupported(`with the unit ${JSON.stringify(name)}`);
  return unit;
}

function factorConversion(kind: string): ScalarFunction {
  const units = unitFactors[kind] ?? {};
  return withCount(3, 3, (args, context) => {
    const [from, to] = [unitOf(units, argument(args, 1, context), context), unitOf(units, argument(args, 2, context), context)];
    return made('real', `${asReal(argument(args, 0, context)).sql} * ${from}::DOUBLE / ${to}::DOUBLE`, args);
  });
}

const temperature: ScalarFunction = withCount(3, 3, (args, context) => {
  const [from, to] = [unitOf(temperatureScales, argument(args, 1, context), context), unitOf(temperatureScales, argument(args, 2, context), context)];
  return made('real', `(${asReal(argument(args, 0, context)).sql} * (${from.factor})::DOUBLE + (${from.offset})::DOUBLE - (${to.offset})::DOUBLE) / (${to.factor})::DOUBLE`, args);
});

export const unitFunctions: FunctionTable = {
  ...Object.fromEntries(Object.keys(unitFactors).map((kind) => [`convert_${kind}`, factorConversion(kind)])),
  convert_temperature: temperature,
};
