import { kindOf, readEventsAnswer, readIncidentsAnswer } from './import-files.js';

describe('import files', () => {
  it.each([
    ['incident.json', 'incidents'],
    ['incident.JSON.GZ', 'incidents'],
    ['events.jsonl', 'events'],
    ['events.jsonl.gz', 'events'],
    ['notes.txt', 'unknown'],
    ['json', 'unknown'],
  ])('takes %s as %s', (name, kind) => {
    expect(kindOf(name)).toBe(kind);
  });

  it('reads what became of each incident', () => {
    expect(readIncidentsAnswer(200, '{"incidents":[{"id":"483","outcome":"CREATED","revision":1,"warnings":["kept raw"]}],"refused":[{"position":"$.value[3]","reason":"It has no id."}]}')).toEqual({
      kind: 'incidents',
      incidents: [{ id: '483', outcome: 'created', revision: 1, warnings: ['kept raw'] }],
      refused: [{ position: '$.value[3]', reason: 'It has no id.' }],
    });
  });

  it('reads what became of events', () => {
    expect(readEventsAnswer('1', 200, '{"accepted":41,"refused":1,"firstRefusal":"Line 7 is no JSON."}')).toEqual({ kind: 'events', incidentId: '1', accepted: 41, known: 0, refused: 1, firstRefusal: 'Line 7 is no JSON.' });
  });

  it("gives the server's sentence for a refusal", () => {
    expect(readIncidentsAnswer(400, '{"error":"INVALID","message":"alerts[3].severity is missing."}')).toEqual({ kind: 'refused', reason: 'alerts[3].severity is missing.' });
    expect(readIncidentsAnswer(500, '<html>')).toEqual({ kind: 'refused', reason: 'The server answered 500.' });
    expect(readEventsAnswer('1', 0, '')).toEqual({ kind: 'refused', reason: 'The connection broke before the server answered.' });
  });
});
