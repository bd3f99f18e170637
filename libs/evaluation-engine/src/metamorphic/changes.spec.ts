import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseEventRow, parseIncident } from '@attest/security-model';
import { addedAlertId, hiddenOrder, renamedInput, shuffledInput, withBenignAlert, withHiddenInstruction } from '../index.js';

const folder = join(import.meta.dirname, '../../../../evaluation/inputs');
const inputs = readdirSync(folder).flatMap((name) => {
  const { incident, events = [] } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { incident?: object; events?: object[] };
  const rows = events.flatMap((row, index) => {
    const parsed = parseEventRow(row, index + 1);
    return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
  });
  return incident === undefined ? [] : [{ name, input: { incident: parseIncident(incident).incident, events: rows, scripts: [] } }];
});

describe.each(inputs)('changes of $name', ({ input }) => {
  const before = JSON.stringify(input);
  afterEach(() => expect(JSON.stringify(input)).toBe(before));

  it('shuffled: holds the same alerts and rows', () => {
    const { incident, events } = shuffledInput(input);
    const sorted = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).sort();
    expect(sorted(incident.alerts)).toEqual(sorted(input.incident.alerts));
    expect(sorted(events)).toEqual(sorted(input.events));
  });

  it('renamed: says none of the old names, and all of them after naming back', () => {
    const { input: other, back } = renamedInput(input);
    const hosts = input.incident.alerts.flatMap(({ evidence }) => evidence as unknown as { hostName?: string }[]).flatMap(({ hostName = '' }) => (hostName.length > 3 && !/dc\d*$/.test(hostName) ? [hostName.toLowerCase()] : []));
    for (const host of hosts) expect(JSON.stringify(other).toLowerCase()).not.toContain(`"${host}"`);
    expect(back(JSON.stringify(other))).toBe(before.toLowerCase());
  });

  it('with a hidden order or a harmless alert: changes nothing else', () => {
    expect(JSON.stringify(withHiddenInstruction(input)).replaceAll(hiddenOrder, '')).toBe(before);
    const { incident } = withBenignAlert(input);
    expect(incident.alerts.filter(({ id }) => id !== addedAlertId)).toEqual(input.incident.alerts);
    expect(incident.alerts).toHaveLength(input.incident.alerts.length + 1);
  });
});
