import type { Statement } from '@attest/cards';
import type { FactSet } from '../incident-input.js';

/**
 * Writes the full name of a device or an account once and its short form after that, as people do; a short form that two
 * entities share is never used. Where there is one device, it is not named again, and a minute told is not told again.
 */
export function shortenAfterFirst(statements: readonly Statement[], set: FactSet): Statement[] {
  const shorts = shortForms(set);
  const seen = new Set<string>();
  const only = onlyDevice(set);
  let minute = '';
  return statements.map((statement) => {
    let { text } = statement;
    if (only !== undefined && seen.has(only)) text = text.replace(new RegExp(` on ${escaped(only)}(?=[.,])`, 'gu'), '').replace(/^(At \d\d:\d\d UTC .*raised), (?=for )/u, '$1 ');
    const time = statement.section === 'story' ? (/^At (\d\d:\d\d UTC) /.exec(text)?.[1] ?? '') : '';
    if (time !== '' && time === minute) text = capital(text.slice(`At ${time} `.length));
    if (time !== '') minute = time;
    for (const [full, short] of shorts) {
      if (!text.includes(full)) continue;
      const parts = text.split(full);
      const keepFirst = !seen.has(full);
      seen.add(full);
      text = parts.reduce((whole, part, index) => whole + (index === 1 && keepFirst ? full : /[\w@.\\/-]$/.test(whole) || /^[\w@\\/-]|^\.\w/.test(part) ? full : short) + part);
    }
    return { ...statement, text };
  });
}

/** Full values with their short forms, longest first so that none is cut inside another. */
function shortForms(set: FactSet): [full: string, short: string][] {
  const owners = new Map<string, Set<string>>();
  const pairs: [string, string][] = [];
  for (const { entity } of set.entities) {
    if (entity.type !== 'device' && entity.type !== 'user' && entity.type !== 'mailbox') continue;
    const short = entity.type === 'device' ? entity.value.split('.')[0] : entity.value.includes('@') ? entity.value.split('@')[0] : entity.value.split('\\').at(-1);
    if (short === undefined || short.length < 3 || short === entity.value || /^\d+$/.test(short)) continue;
    const key = short.toLowerCase();
    (owners.get(key) ?? owners.set(key, new Set()).get(key))?.add(entity.value.toLowerCase());
    pairs.push([entity.value, short]);
  }
  return [...new Map(pairs)].filter(([, short]) => owners.get(short.toLowerCase())?.size === 1).sort((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
}

/** The one device of the incident, when there is one. */
function onlyDevice(set: FactSet): string | undefined {
  const devices = set.entities.filter(({ entity }) => entity.type === 'device');
  return devices.length === 1 ? devices[0]?.entity.value : undefined;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function capital(text: string): string {
  return /^(?:the|a|an|mail|credentials|antivirus) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
