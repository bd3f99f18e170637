import { checkKql, shippedSchema } from '@attest/kql-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import { alert, ev, incident, office } from '../../libs/response-engine/src/fixtures/build.js';
import { respondCases } from '../../libs/response-engine/src/fixtures/index.js';

/** The response engine may not import the engine of hunts; here both meet. */
const queriesOf = (response: ReturnType<typeof draftGuidedResponse>): string[] => [
  ...(response.similarMails ? [response.similarMails.kql] : []),
  ...response.recommendations.map(({ parameters }) => parameters['Query']).filter((query) => typeof query === 'string'),
];
const problems = (kql: string) => checkKql(kql, shippedSchema()).diagnostics;

describe('KQL that a guided response generates', () => {
  const queries = respondCases.flatMap(({ name, input }) => queriesOf(draftGuidedResponse(input)).map((kql) => [name, kql]));

  it('exists for mails and for what is undecided', () => {
    expect(queries.length).toBeGreaterThan(4);
  });

  it.each(queries)('passes the checker for %s', (_, kql) => {
    expect(problems(kql)).toEqual([]);
  });

  it.each(['He said "stop" | take 1', 'a\\', '\\") or true //', 'line\nbreak', '‮evil', "it's; drop", '日本語 🎣'])('keeps the subject %j inside its string', (subject) => {
    const made = incident('Phishing', 'high', [alert(0, 'A potentially malicious URL click was detected', 'high', 'InitialAccess', ['T1566.002'], [ev.mail('m', subject, 'a@evil.example', 'b@corp.example', { verdict: 'malicious' }), ev.url('https://evil.example/a"b', { verdict: 'malicious' })], office)]);
    const [kql] = queriesOf(draftGuidedResponse({ incident: made, events: [] }));
    expect(kql === undefined ? 'no query' : problems(kql)).toEqual([]);
    expect(kql?.split('\n').filter((line) => line.startsWith('| where'))).toHaveLength(3);
  });
});
