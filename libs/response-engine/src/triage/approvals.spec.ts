import { incident } from '../fixtures/build.js';
import { approvalOf, tagApproval } from './approvals.js';

const of = (comments: string[], more: Record<string, unknown> = {}) =>
  approvalOf(incident('x', 'high', [], { comments: comments.map((comment, index) => ({ comment, createdByDisplayName: 'dana.ruiz@corp.example', createdDateTime: `2026-05-12T0${index}:00:00Z` })), ...more }))?.determination;

describe('what people said', () => {
  it.each([
    'Confirmed with the exercise lead: this is the planned red team exercise, CHG0044120. No action.',
    'This was our annual penetration test.',
    'Part of the purple team exercise, do not isolate.',
    'Approved pentest by Acme, ticket 12.',
    'Pen test in progress until Friday, do not contain.',
    'Not malicious: penetration test by our vendor.',
    'Authorised vulnerability scan of the network team.',
    'Onboarding test of the new client, done by me.',
  ])('takes "%s" for testing', (text) => {
    expect(of([text])).toBe('securityTesting');
  });

  it.each([
    'Approved change CHG0051077, window 08:00 to 09:00 UTC, remote support rollout.',
    'Expected: scheduled secret rotation of Payroll sync, ticket INC-22019.',
    'Known admin activity, confirmed with the server team.',
    'User confirmed the travel, expected behaviour.',
    'CHG0012345: AnyDesk installed by the help desk.',
    'Called Declan: he is travelling, in Seoul for the fair until Friday, the sign-in was his. Expected, closing.',
    'Legitimate.',
    'Spoke with her, the downloads were hers.',
  ])('takes "%s" for expected work', (text) => {
    expect(of([text])).toMatch(/confirmedActivity|lineOfBusinessApplication/);
  });

  it.each([
    'Is this the approved pentest?',
    'I do not think so, the team says it is not an approved test.',
    'Checking whether this is a red team exercise.',
    'The user claims it was approved.',
    'No penetration test is planned this week.',
    'Unauthorized remote tool, not in any change window.',
    'Waiting for confirmation from the pentest team.',
    'Fileless demo',
    'Confirmed with the user that she clicked the link.',
    'Known attacker tool, verified by tier 2.',
    'Confirmed true positive: account takeover of the user.',
    'Verified with the user, it was not his activity.',
    'CHG0012 was abused by the attacker.',
    'Raised CHG0012345 to isolate and reimage the host.',
    'Approved isolation of the device by the manager.',
    'Opened INC0012345 for tracking.',
    'Escalated to tier 2.',
    'Confirmed.',
    'She clicked the link, sessions revoked. Expected, closing.',
    'The user claims the sign-in was his.',
    'The attacker made the change, the session was his.',
    'Expected more alerts by now.',
  ])('does not take "%s" for an approval', (text) => {
    expect(of([text])).toBeUndefined();
  });

  it('knows a false alarm by its name', () => {
    expect(of(['False positive, closing.'])).toBe('notMalicious');
    expect(of(['Not a false positive.'])).toBeUndefined();
    expect(of(['Could be a false positive?'])).toBeUndefined();
    expect(tagApproval(['FalsePositive'])?.determination).toBe('notMalicious');
  });

  it('lets the last word decide, and a denial beat a tag', () => {
    expect(of(['Approved penetration test CHG1001.', 'Correction: this is not the approved pentest.'])).toBeUndefined();
    expect(of(['This is not the approved pentest.', 'Confirmed: it was the planned penetration test after all.'])).toBe('securityTesting');
    expect(of(['This is not the approved pentest.'], { customTags: ['Pentest'] })).toBeUndefined();
  });

  it('reads no machine and no attacker', () => {
    const said = { comment: 'Approved penetration test.', createdByDisplayName: 'Microsoft Defender XDR - automation' };
    expect(approvalOf(incident('approved penetration test', 'high', [], { comments: [said], description: 'Approved pentest', summary: 'approved red team exercise' }))).toBeUndefined();
  });

  it('knows tags', () => {
    expect(tagApproval(['Fileless', 'LATEST', 'BEC', 'DomainDominance', 'Missing Alerts'])).toBeUndefined();
    expect(tagApproval(['Not a pentest'])).toBeUndefined();
    expect(tagApproval(['Vulnerability scanner'])?.determination).toBe('securityTesting');
    expect(tagApproval(['Change window'])?.determination).toBe('confirmedActivity');
    expect(['RedTeamExercise', 'PenTest_Q3', 'authorized-pentest', 'exercise'].map((tag) => tagApproval([tag])?.determination)).toEqual(Array(4).fill('securityTesting'));
    expect(['ChangeWindow', 'approved_change', 'CHG0012'].map((tag) => tagApproval([tag])?.determination)).toEqual(Array(3).fill('confirmedActivity'));
  });
});
