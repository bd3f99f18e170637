import { utcInstant, type Alert, type AlertComment, type Incident } from '@attest/security-model';

/** What people of the tenant said an incident or alert is. */
export interface Approval {
  determination: 'securityTesting' | 'confirmedActivity' | 'lineOfBusinessApplication' | 'notMalicious';
  /** `tag`, `comment` or `device tag`. */
  how: 'tag' | 'comment' | 'device tag';
  /** Their words. */
  words: string;
  by: string | undefined;
  field: string;
}

const testing =
  /\b(?:pen(?:etration)?[\s_-]?test(?:s|ing|er|ers)?|red[\s_-]?team(?:s|ing|er)?|purple[\s_-]?team(?:ing)?|(?:security|phishing|attack|breach|adversary|incident|disaster|emergency|onboarding|detection|break[\s-]?glass)[\s_-]?(?:and[\s_-]?attack[\s_-]?)?(?:drill|exercise|simulation|emulation|test(?:ing)?)|phish(?:ing)?[\s_-]?sim(?:ulation)?|attack[\s_-]?sim(?:ulation|ulator)?|vulnerability[\s_-]?(?:scan(?:s|ner|ning)?|assessment)|security[\s_-]?scan(?:s|ner|ning)?|(?:authori[sz]ed|approved)[\s_-]?(?:test(?:ing)?|scan(?:s|ner|ning)?)|tabletop|bas[\s_-]?tool)\b/i;
const business =
  /\b(?:change|maintenance|deployment|roll[\s-]?out|rotation|migration|onboarding|patch(?:ing)?|upgrade|remote[\s-](?:support|session|tool|access)|support session|backup|restore|business|travel(?:l?ing)?|trip|vpn|admin(?:istrator|istrative)?|script|automation|password|tool|job|service account|activity|behaviou?r|application|software|sync|user|colleague|employee)\b/i;
const falseAlarm = /\b(?:false[\s-](?:positive|alarm|alert)|benign[\s-](?:true[\s-])?positive)s?\b/i;
const approving = /\b(?:approved|authori[sz]ed|sanctioned|planned|scheduled|expected|legitimate|known|agreed|announced|confirmed|verified|permitted)\b/i;
const ticket = /\b(?:CHG|CRQ|RFC|CHANGE|INC|REQ|RITM|TASK|SCTASK|TICKET|CM)[\s#:-]*\d{3,}\b/i;
const changeTicket = /\b(?:CHG|CRQ|RFC|CHANGE)[\s#:-]*\d{3,}\b/i;
const approvingTag =
  /^(?:approved|authori[sz]ed|expected|known|sanctioned|planned|scheduled)[\s_-].+|\b(?:change|maintenance)[\s_-]?(?:window|request)\b|^(?:expected|benign|approved|authori[sz]ed|planned|sanctioned)(?:[\s_-]activity|[\s_-]change)?$|^(?:lob|line of business)/i;
/** A sentence that is nothing but the verdict. "Confirmed" and "verified" are none: an attack can be, too. */
const verdictAlone = /^\W*(?:(?:this|that|it|activity|behaviou?r)(?: is| was)?\s+)?(?:all\s+)?(?:expected|legitimate|legit|benign|authori[sz]ed|approved|sanctioned)\b[\s,:-]*(?:activity|behaviou?r|work|change|clos(?:e|ed|ing)(?: this| it| the (?:alert|incident))?|and clos(?:ed|ing)|resolved)?\W*$/i;
/** What was seen was the person's own doing. */
const ownDeed = /\b(?:sign-?ins?|log-?[io]ns?|session|activity|downloads?|commands?|script|changes?)\s+(?:was|were|is|are)\s+(?:his|hers|theirs|mine|ours|(?:made|done|run|started) by (?:him|her|me|us|them))\b/i;
const doubt =
  /\?|\b(?:if|whether|maybe|might|may be|perhaps|possibly|probably|unsure|unclear|unknown|claims?|claimed|alleged(?:ly)?|supposed(?:ly)?|waiting|wait|pending|ask(?:ed|ing)?|check(?:ing)?|to be confirmed|tbc|need to|needs to|must|should|could|would|investigat\w+|looks like|seems)\b/i;
const denial =
  /\b(?:not|no|never|neither|nor|none|nobody|without|un(?:approved|authori[sz]ed|planned|scheduled|expected|known|sanctioned|confirmed)|unrelated|outside|real attack|genuine attack|isn'?t|wasn'?t|aren'?t|weren'?t|don'?t|doesn'?t|didn'?t|cannot|can'?t|denied|denies|rejected|fake|forged|false claim)\b/i;
/** What nobody says of work that is expected. */
const hostile =
  /\b(?:click\w*|phish\w*|malware|malicious\w*|ransom\w*|attack\w*|compromis\w*|breach\w*|stole|stolen|steal\w*|leak\w*|infect\w*|exfiltrat\w*|takeover|taken over|true positive|genuine|hack\w*|threat actor|intruder|victim|spoof\w*|fraud\w*|escalat\w*)\b/i;
/** A change that answers the incident approves nothing of it. */
const responding = /\b(?:isolat|contain|re-?imag|wip|block|disabl|reset|remediat|eradicat|restor|quarantin|revok|rebuild|clean)\w*/i;
/** Denials of danger, which deny nothing of an approval. */
const calm =
  /\b(?:no (?:further )?(?:action|threat|impact|issue|risk|concern|malicious|compromise|harm)\w*|not (?:malicious|a threat|an attack|an incident|an issue|harmful|suspicious)|nothing (?:malicious|suspicious)|no need to|not needed|needs? no action|do(?:es)? not (?:isolate|contain|block|disable|respond))\b/gi;
const machines = /^(?:microsoft|automat|system|defender|azure|sentinel|logic app|playbook|attest|service|workflow)/i;

/**
 * What people said of the incident as a whole: in tags and comments of the incident, and where it was closed. Only those fields
 * count: nobody outside the tenant can write there. Names, command lines, mail subjects and descriptions never approve anything.
 */
export function approvalOf(incident: Incident): Approval | undefined {
  const tagged = tagApproval(incident.customTags);
  const closing: AlertComment[] = incident.resolvingComment === undefined ? [] : [{ comment: incident.resolvingComment, createdDateTime: '9999' }];
  const said = commentApproval([...incident.comments, ...closing]);
  if (said === 'denied') return undefined;
  return tagged ? { ...tagged, how: 'tag', by: undefined, field: 'customTags' } : said && { ...said, field: 'comments' };
}

/** What people said of one alert. */
export function alertApproval(alert: Alert): Approval | undefined {
  const said = commentApproval(alert.comments);
  return said === 'denied' || said === undefined ? undefined : { ...said, field: 'alerts.comments' };
}

/** Whether a tag of a device or evidence, which only the tenant sets, names a purpose that explains hostile-looking work. */
export function tagApproval(tags: readonly string[]): Pick<Approval, 'determination' | 'words'> | undefined {
  for (const words of [...tags].sort()) {
    const tag = words.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_+/g, ' ');
    if (denial.test(tag) || doubt.test(tag)) continue;
    if (testing.test(tag) || /^(?:exercise|drill)\b/i.test(tag)) return { determination: 'securityTesting', words };
    if (falseAlarm.test(tag)) return { determination: 'notMalicious', words };
    if (approvingTag.test(tag) || changeTicket.test(tag)) return { determination: 'confirmedActivity', words };
  }
  return undefined;
}

/** The last word of people decides; a later denial takes an approval back. */
function commentApproval(comments: readonly AlertComment[]): Omit<Approval, 'field'> | 'denied' | undefined {
  let decided: Omit<Approval, 'field'> | 'denied' | undefined;
  const ordered = [...comments].sort((a, b) => compare(moment(a), moment(b)) || compare(a.comment ?? '', b.comment ?? ''));
  for (const { comment = '', createdByDisplayName } of ordered) {
    if (createdByDisplayName !== undefined && machines.test(createdByDisplayName)) continue;
    const sentences = comment
      .slice(0, 4_000)
      .split(/(?<=[.!?;\n])\s+|\n+/)
      .filter((sentence) => sentence.trim() !== '');
    let mine: Omit<Approval, 'field'> | 'denied' | undefined;
    for (const sentence of sentences) mine = judge(sentence, comment, createdByDisplayName) ?? mine;
    if (mine !== undefined) decided = mine;
  }
  return decided;
}

function judge(sentence: string, whole: string, by: string | undefined): Omit<Approval, 'field'> | 'denied' | undefined {
  const plain = sentence.replace(calm, ' ');
  const isTest = testing.test(plain);
  const approves = approving.test(plain) || ticket.test(plain);
  const isFalse = falseAlarm.test(plain);
  const plainly = (verdictAlone.test(plain) || ownDeed.test(plain)) && !hostile.test(whole.replace(calm, ' ')) && !responding.test(whole.replace(calm, ' '));
  if (!isTest && !approves && !isFalse && !plainly && !denial.test(plain)) return undefined;
  const related = isTest || isFalse || approving.test(plain) || /\b(?:approv|authori|sanction|pentest|red team|exercise)\w*/i.test(plain);
  if (denial.test(plain)) return related ? 'denied' : undefined;
  if (doubt.test(plain)) return undefined;
  if (isFalse) return { determination: 'notMalicious', how: 'comment', words: sentence.trim(), by };
  if (
    isTest &&
    (approves ||
      ticket.test(whole) ||
      /\b(?:is|was|were|are|part of|due to|during|by our|from our|caused by|result of|of the|our|ongoing|in progress|underway|running|until|window|vendor|contractor|contracted|hired|engagement|annual|quarterly|internal|external)\b/i.test(
        plain,
      ))
  )
    return { determination: 'securityTesting', how: 'comment', words: sentence.trim(), by };
  if (hostile.test(plain)) return undefined;
  if (plainly && !doubt.test(whole)) return { determination: 'confirmedActivity', how: 'comment', words: sentence.trim(), by };
  if (approves && !responding.test(plain) && (business.test(plain) || (approving.test(plain) && ticket.test(whole))))
    return {
      determination: /\b(?:software|application|deployment|roll[\s-]?out|tool|backup|line of business|scanner)\b/i.test(plain)
        ? 'lineOfBusinessApplication'
        : 'confirmedActivity',
      how: 'comment',
      words: sentence.trim(),
      by,
    };
  if (changeTicket.test(plain) && !responding.test(plain)) return { determination: 'confirmedActivity', how: 'comment', words: sentence.trim(), by };
  return undefined;
}

function moment({ createdDateTime }: AlertComment): string {
  return createdDateTime === '9999' ? '9999' : (utcInstant(createdDateTime) ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
