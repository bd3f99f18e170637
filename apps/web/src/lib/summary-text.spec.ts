import { bySection, summaryAsText } from './summary-text.js';

describe('summaryAsText', () => {
  const summary = {
    subjectId: '9001',
    title: 'Credential theft on MKT01',
    version: 2,
    createdAt: '2024-07-17T10:49:05Z',
    statements: [
      { text: 'Is it still running?', section: 'open' },
      { text: 'LSASS was read.', section: 'lead' },
      { text: 'By svchost.', section: 'lead' },
    ],
    indicators: [{ type: 'ip', defanged: '10[.]0[.]5[.]13' }],
    techniques: [{ id: 'T1003.001', name: 'LSASS Memory' }],
    provenance: { composer: 'rules', model: null },
  };

  it('reads in the order of the card and keeps indicators safe', () => {
    expect(summaryAsText(summary)).toBe(
      'Credential theft on MKT01\n\nLSASS was read. By svchost.\n\nStill open\nIs it still running?\n\nTechniques\nT1003.001 LSASS Memory\n\nIndicators\nip: 10[.]0[.]5[.]13\n\nIncident 9001, summary version 2, composed by rules, 17 Jul 2024 10:49:05 UTC. Made from evidence; verify.',
    );
  });

  it('names the model and hides nothing', () => {
    const text = summaryAsText({ ...summary, title: 'a\u202Eb', provenance: { composer: 'model', model: 'llama' } });
    expect(text).toContain('a⟨U+202E⟩b');
    expect(text).toContain('composed by model llama');
  });

  it('puts sections it does not know last', () => {
    expect(bySection([{ section: 'later' }, { section: 'lead' }]).map((group) => group.section)).toEqual(['lead', 'later']);
  });
});
