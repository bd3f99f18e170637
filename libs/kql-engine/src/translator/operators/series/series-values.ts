import { type Json, JsonNumber, longJson, readDynamic, realJson, writeDynamic } from '../../scalars/native/json-value.js';
import type { NativeValue } from '../../scalars/native/native-function.js';

/** A series as the functions over series see it: a number, or null for whatever is none. */
export type Series = (JsonNumber | null)[];

/** The dynamic value of a native argument. */
export function dynamicOf(text: NativeValue | undefined): Json {
  return readDynamic(typeof text === 'string' ? text : null);
}

/** The element as a number: numbers, and the strings that stand for what JSON has no number for. */
export function numberOf(value: Json | undefined): number | null {
  if (value instanceof JsonNumber) return value.value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  return value === '-Infinity' ? Number.NEGATIVE_INFINITY : null;
}

/** The elements as numbers; undefined when the value is no array. */
export function numbersOf(text: NativeValue | undefined): (number | null)[] | undefined {
  const value = dynamicOf(text);
  return Array.isArray(value) ? value.map(numberOf) : undefined;
}

/** The elements as numbers where all are numbers; undefined otherwise. */
export function wholeSeries(text: NativeValue | undefined): number[] | undefined {
  const numbers = numbersOf(text);
  return numbers?.every((each) => each !== null) === true ? (numbers as number[]) : undefined;
}

/** The same, for functions whose result over anything but numbers is not documented. */
export function requiredSeries(text: NativeValue | undefined, name: string): number[] | null {
  if (text === null || text === undefined) return null;
  const numbers = numbersOf(text);
  if (numbers === undefined) return null;
  if (numbers.some((each) => each === null)) throw new Error(`${name} over an array with elements that are no numbers is not supported by this engine.`);
  return numbers as number[];
}

/** A JSON array of reals. */
export function realSeries(values: readonly (number | null)[]): string | null {
  return writeDynamic(values.map((each) => (each === null ? null : realJson(each))));
}

/** Element by element over two series, or a series and a number that stands for each element. */
export function elementwise(left: Json, right: Json, combine: (left: JsonNumber | number, right: JsonNumber | number) => Json): string | null {
  const leftArray = Array.isArray(left) ? left : undefined;
  const rightArray = Array.isArray(right) ? right : undefined;
  if (leftArray === undefined && rightArray === undefined) return null;
  if ((leftArray === undefined && numberOf(left) === null) || (rightArray === undefined && numberOf(right) === null)) return null;
  const length = Math.max(leftArray?.length ?? 0, rightArray?.length ?? 0);
  const result: Json[] = [];
  for (let index = 0; index < length; index += 1) {
    const one = operand(leftArray === undefined ? left : leftArray[index]);
    const other = operand(rightArray === undefined ? right : rightArray[index]);
    result.push(one === null || other === null ? null : combine(one, other));
  }
  return writeDynamic(result);
}

function operand(value: Json | undefined): JsonNumber | number | null {
  return value instanceof JsonNumber ? value : numberOf(value);
}

/** Plain value of an operand. */
export function valueOf(operand: JsonNumber | number): number {
  return operand instanceof JsonNumber ? operand.value : operand;
}

/** Both operands as integers, when both are. */
export function integersOf(left: JsonNumber | number, right: JsonNumber | number): [bigint, bigint] | undefined {
  if (!(left instanceof JsonNumber) || !(right instanceof JsonNumber) || !left.integer || !right.integer) return undefined;
  return [BigInt(left.text), BigInt(right.text)];
}

/** A long that wraps around at 64 bits. */
export function wrappedLong(value: bigint): JsonNumber {
  return longJson(BigInt.asIntN(64, value));
}
