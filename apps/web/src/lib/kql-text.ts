/** Characters a string literal must not hold as they are: its own marks, line ends, and all that would not be seen. */
const escaped = /[\\"\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const short: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value as a string literal of KQL. Whatever is in the value, the literal ends where it ends and hides nothing. */
export function kqlString(value: string): string {
  return `"${value.replace(escaped, (found) => short[found] ?? units(found))}"`;
}

/** A name as it is written in a query: bare where that is allowed. */
export function kqlName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `[${kqlString(name)}]`;
}

/** Text to put at the caret of a query so that it does not stick to its neighbours. */
export function spaced(text: string, before: string, after: string): string {
  return `${/[\w)\]"']$/.test(before) ? ' ' : ''}${text}${/^[\w("'[]/.test(after) ? ' ' : ''}`;
}

function units(text: string): string {
  return Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
