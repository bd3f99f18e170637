import { checkKql } from '../../checker/checker.js';
import { shippedAskSchema } from '../ask-schema.js';
import { searchLibrary } from '../find-hunts.js';
import { libraryHunts } from './index.js';

const { hunting } = shippedAskSchema();

describe('the library of hunts', () => {
  it('has at least 120 hunts, each with its own id', () => {
    expect(libraryHunts.length).toBeGreaterThanOrEqual(120);
    expect(new Set(libraryHunts.map(({ id }) => id)).size).toBe(libraryHunts.length);
  });

  it('holds only queries that may run', () => {
    const wrong = libraryHunts.flatMap(({ id, kql }) => {
      const check = checkKql(kql, hunting);
      return check.runnable ? [] : [`${id}: ${check.diagnostics[0]?.message ?? ''}`];
    });
    expect(wrong).toEqual([]);
  });

  it('finds each hunt by its own title', () => {
    const lost = libraryHunts.filter(({ id, title }) => !searchLibrary(title, 3).some(({ hunt }) => hunt.id === id)).map(({ id }) => id);
    expect(lost).toEqual([]);
  });

  it('finds hunts by technique', () => {
    expect(searchLibrary('T1003.001').map(({ hunt }) => hunt.id)).toContain('lsass-dump');
  });

  it('has the right hunt among the first three for four of five paraphrases', () => {
    const paraphrases: [string, string][] = [
      ['someone grabbing passwords out of lsass memory', 'lsass-dump'], ['word or excel launching a command shell', 'office-child'], ['computers calling home at regular intervals', 'beaconing'],
      ['logins from two countries on the same day', 'impossible-travel'], ['shadow copies being wiped before encryption', 'shadow-copies'], ['emails with documents that hold macros', 'macro-attachments'],
      ['people granting permissions to oauth apps', 'oauth-consent'], ['new mailbox rule forwarding mail outside', 'inbox-rules'], ['ntds.dit stolen from a domain controller', 'ntds-theft'], ['event logs wiped', 'log-cleared'],
      ['antivirus switched off with powershell', 'defender-disabled'], ['certutil used to fetch files', 'certutil'], ['too many MFA prompts denied', 'mfa-fatigue'], ['software that is out of support', 'end-of-support'], ['internet exposed machines with exploitable bugs', 'exposed-exploitable'],
    ];
    const hits = paraphrases.filter(([text, id]) => searchLibrary(text, 3).some(({ hunt }) => hunt.id === id)).length;
    expect(hits / paraphrases.length).toBeGreaterThanOrEqual(0.8);
  });
});
