import fc from 'fast-check';
import { alert, ev, incident } from '../fixtures/build.js';
import { profileOf, similarIncidents, type IncidentProfile } from './similar-incidents.js';

const profile = (id: string, address: string, host: string, technique: string): IncidentProfile =>
  ({ ...profileOf({ events: [], incident: incident(`Incident ${id}`, 'high', [alert(0, 'Alert', 'high', 'Execution', [technique], [ev.device(host), ev.ip(address), ev.process('C:\\Windows\\System32\\cmd.exe', 4, 'cmd.exe /c dir')])]) }), incidentId: id });

const one = profile('1', '203.0.113.7', 'a.corp.example', 'T1059.001');

describe('similar incidents', () => {
  it('puts what shares a rare entity first and says what is shared', () => {
    const found = similarIncidents(one, [profile('2', '203.0.113.9', 'b.corp.example', 'T1059.001'), profile('3', '203.0.113.7', 'c.corp.example', 'T1486'), profile('4', '203.0.113.8', 'd.corp.example', 'T1110')]);
    expect(found.map(({ incidentId }) => incidentId)).toEqual(expect.arrayContaining(['2', '3']));
    expect(found.map(({ incidentId }) => incidentId)).not.toContain('4');
    expect(found.find(({ incidentId }) => incidentId === '3')?.because).toContain('Both name 203.0.113.7.');
    expect(found.find(({ incidentId }) => incidentId === '2')?.because).toContain('Both show PowerShell.');
  });

  it('takes no program of Windows for a likeness', () => {
    expect(one.entities.map(({ value }) => value)).not.toContain('cmd.exe');
  });

  it('counts what everyone shares for little', () => {
    const many = Array.from({ length: 30 }, (_, index) => profile(`m${index}`, '203.0.113.7', `m${index}.corp.example`, `T10${10 + index}`));
    const rare = similarIncidents(one, [profile('3', '203.0.113.7', 'c.corp.example', 'T1486')])[0]?.score ?? 0;
    const common = similarIncidents(one, many, { least: 0 })[0]?.score ?? 1;
    expect(common).toBeLessThan(rare);
  });

  it('finds the same incident wholly alike, itself never, and is symmetric', () => {
    const twin = { ...one, incidentId: '9' };
    expect(similarIncidents(one, [one, twin]).map(({ incidentId, score }) => [incidentId, score])).toEqual([['9', 1]]);
    const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    const any = fc.record({ entities: words, techniques: fc.uniqueArray(fc.constantFrom('T1059', 'T1059.001', 'T1486', 'T1003'), { maxLength: 4 }), scripts: words });
    fc.assert(fc.property(any, any, (left, right) => {
      const made = (id: string, { entities, techniques, scripts }: typeof left): IncidentProfile => ({ incidentId: id, title: id, firstActivity: '', classification: 'unknown', entities: entities.map((key) => ({ type: 'ip', key, value: key })), techniques, scripts, scriptTraits: [] });
      const [a, b] = [made('a', left), made('b', right)];
      const there = similarIncidents(a, [b], { least: 0 })[0];
      const back = similarIncidents(b, [a], { least: 0 })[0];
      expect(there?.score).toBe(back?.score);
      if (there) expect(there.score >= 0 && there.score <= 1).toBe(true);
    }));
  });
});
