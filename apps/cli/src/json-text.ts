import { CommandError, ExitCode } from './exit-code.js';
import { nameOf } from './file-fault.js';

/** A token of JSON with the space before it; each alternative takes whole runs, so that nothing is tried twice. */
const token = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

/** The value of a JSON text. @throws CommandError that names the file and the line and column from which it is no JSON */
export function parseJsonText(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const name = nameOf(file);
    if (text.trim() === '') throw new CommandError(ExitCode.Input, `${name} is empty.`);
    const at = faultOf(text);
    const before = text.slice(0, at);
    const place = `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
    throw new CommandError(ExitCode.Input, at >= text.trimEnd().length ? `${name} is cut off: its JSON ends too early, at ${place}.` : `${name} is not JSON from ${place}.`);
  }
}

/** Where a text that is no JSON stops being some. */
function faultOf(text: string): number {
  const open: ('{' | '[')[] = [];
  let wants: 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'next' = 'value';
  for (let at = 0; ; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    const start = at + (/^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0);
    if (found === null) return isOpenText(text, start) ? text.length : start;
    const [, sign, string] = found;
    const inside = open.at(-1);
    if (wants === 'colon' && sign === ':') wants = 'value';
    else if ((wants === 'key' || wants === 'keyOrEnd') && string !== undefined) wants = 'colon';
    else if ((wants === 'value' || wants === 'valueOrEnd') && (sign === '{' || sign === '[')) {
      open.push(sign);
      wants = sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if ((wants === 'value' || wants === 'valueOrEnd') && sign === undefined) wants = 'next';
    else if (wants === 'next' && sign === ',' && inside !== undefined) wants = inside === '{' ? 'key' : 'value';
    else if (((wants === 'next' || wants === 'keyOrEnd') && sign === '}' && inside === '{') || ((wants === 'next' || wants === 'valueOrEnd') && sign === ']' && inside === '[')) {
      open.pop();
      wants = 'next';
    } else return start;
  }
}

/** A text value that the end of the input cuts off is a fault of the end, not of its beginning. */
function isOpenText(text: string, start: number): boolean {
  return text[start] === '"' && /^"(?:[^"\\\u0000-\u001f]+|\\.)*\\?$/.test(text.slice(start, start + 1_000_000));
}
