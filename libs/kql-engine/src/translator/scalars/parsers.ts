import type { ScalarFunction } from '../sql-value.js';
import { asText } from './convert.js';
import { type Json, writeDynamic } from './native/json-value.js';
import { parseCommandLine, parseCsv, parsePath, parseUrl, parseUrlQuery, parseVersion, parseXml } from './native/text-parsers.js';
import { argument, callNative, type FunctionTable, literalText, made, native, nativeSql, withCount } from './support.js';

/** Functions that take text apart. */

function parser(name: string, run: (text: string) => Json): ScalarFunction {
  const called = native(name, ['text'], 'text', (text) => writeDynamic(run(String(text ?? ''))));
  return withCount(1, 1, (args, context) => callNative(called, 'dynamic', [asText(argument(args, 0, context))]));
}

const line = native('parse_command_line', ['text'], 'text', (text) => writeDynamic(parseCommandLine(String(text ?? ''))));
const commandLine: ScalarFunction = withCount(2, 2, (args, context) => {
  if (literalText(argument(args, 1, context))?.toLowerCase() !== 'windows') throw context.unsupported('with a parser other than "windows"');
  return callNative(line, 'dynamic', [asText(argument(args, 0, context))]);
});

const version = native('parse_version', ['text'], 'text', (text) => parseVersion(String(text ?? '')));
/** Four numbers of eight digits do not fit into DECIMAL(38,16), so versions have no fraction. */
const parsedVersion: ScalarFunction = withCount(1, 1, (args, context) =>
  made('decimal', `CAST(${nativeSql(version, [asText(argument(args, 0, context)).sql])} AS DECIMAL(38,0))`, args));

const url = parser('parse_url', parseUrl);
const urlQuery = parser('parse_urlquery', parseUrlQuery);

export const parserFunctions: FunctionTable = {
  parse_command_line: commandLine,
  parse_csv: parser('parse_csv', parseCsv),
  parse_path: parser('parse_path', parsePath),
  parse_url: url,
  parseurl: url,
  parse_urlquery: urlQuery,
  parseurlquery: urlQuery,
  parse_version: parsedVersion,
  parse_xml: parser('parse_xml', parseXml),
  parse_user_agent: (_, context) => {
    throw context.unsupported('because it needs a database of browsers');
  },
};
