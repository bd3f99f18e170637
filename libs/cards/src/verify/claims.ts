import { type Cited, splitWords, stem } from './fact-index.js';
import { isNegator, negations, type Polarised } from './polarity.js';

/**
 * A thing a sentence can claim with ordinary words. `state`: must be said, with the same polarity, by a value the product or
 * an analyst set (a status, verdict, title, the fact's type). `topic`: may also come from a description or a key.
 */
interface Concept {
  name: string;
  level: 'state' | 'topic';
  pattern: RegExp;
  /** Words that carry the concept in a fact, where they differ from those in a sentence. */
  evidence?: RegExp;
  /** Words of a fact that deny the concept ("active" denies "resolved"). */
  deniedBy?: RegExp;
  /** The words themselves deny or weigh ("failed", "only"): a negation around them changes nothing here. */
  unpolar?: boolean;
}

const UNDONE = /^(?:active|new|none|inprogress|open|running|ongoing|awaitingaction|redirected)$/;

function state(name: string, pattern: RegExp, more: Partial<Concept> = {}): Concept {
  return { name, level: 'state', pattern, ...more };
}

function topic(name: string, pattern: RegExp, more: Partial<Concept> = {}): Concept {
  return { name, level: 'topic', pattern, ...more };
}

const CONCEPTS: readonly Concept[] = [
  state('isolated', /^isolat(?:e|ed|es|ing|ion)$/, { deniedBy: UNDONE }),
  state('contained', /^(?:contained|containment)$/, { evidence: /^(?:contain(?:ed|ment)|isolat\w+)$/, deniedBy: UNDONE }),
  state('blocked', /^(?:block(?:ed|s|ing)?|prevent(?:ed|s|ing|ion)?|stopped|stops|halted|halts|thwarted|foiled|averted|denied|denies|intercepted)$/, { deniedBy: UNDONE }),
  state('quarantined', /^quarantin(?:e|ed|es|ing)$/, { evidence: /^(?:quarantin\w*|zap\w*)$/, deniedBy: UNDONE }),
  state('remediated', /^(?:remediat(?:e|ed|es|ing|ion)|clean(?:ed|s|ing|up)?|disinfected|eradicat\w+|neutrali[sz]\w+|mitigat\w+|repaired|fixed|restored|recovered|patched)$/, {
    evidence: /^(?:remediat\w+|clean\w*|mitigat\w+|restored|recovered|patched|eradicat\w+|neutrali[sz]\w+|disinfected|fixed|repaired)$/,
    deniedBy: UNDONE,
  }),
  state('resolved', /^(?:resolv(?:e|ed|es|ing)|resolution|solved|closed|closes|concluded|settled)$/, {
    evidence: /^(?:resolv\w+|resolution|closed|concluded)$/,
    deniedBy: UNDONE,
  }),
  state('benign', /^(?:benign|good|harmless|innocuous|innocent|legitimate|legitimately|trustworthy|trusted|safe|safely|routine|normal|expected|authori[sz]ed|sanctioned|permitted|approved|planned|intended|false|drill|exercise|pentest|simulat\w+|noise|misfire|erroneous|mistaken|mistake|accidental|accident)$/, {
    evidence: /^(?:benign|harmless|legitimate|safe|clean|expected|informational|informationalexpectedactivity|authori[sz]ed|approved|permitted|false|falsepositive|drill|exercise|simulat\w+|test|testing|securitytesting|confirmedactivity|lineofbusinessapplication|notmalicious|trusted|planned|accidental)$/,
  }),
  state('true positive', /^(?:true|genuine|confirm(?:ed|s|ing)?|confirmation|definite|definitely|certainly|undoubtedly|proven|proved|verified)$/, {
    evidence: /^(?:true|truepositive|confirm\w*|genuine|verified|proven)$/,
  }),
  state('malicious', /^(?:malicious|maliciously|harmful|hostile|rogue|nefarious|weaponi[sz]ed|evil|dangerous)$/, { evidence: /^(?:malicious|malware|maliciously|malwares)$/ }),
  state('suspicious', /^(?:suspicious|suspiciously|suspect|suspected)$/, { evidence: /^(?:suspicious|suspiciously|suspect|suspected|malicious)$/ }),
  state('compromised', /^(?:compromis(?:e|ed|es|ing)|breach(?:ed|es)?|hacked|hijack(?:ed|ing|s)?|infect(?:ed|ion|s|ing)?|takeover|pwned|penetrated|infiltrat\w+|subverted)$/, {
    evidence: /^(?:compromis\w*|breach\w*|hijack\w*|infect\w*|takeover|pwned|hacked|infiltrat\w+)$/,
  }),
  state('disabled', /^(?:disabl(?:e|ed|es|ing)|deactivat\w+|suspended|locked|revok\w+|expired|reset|resets|rotated)$/, { evidence: /^(?:disabl\w+|deactivat\w+|suspend\w*|locked|revok\w+|expired|reset\w*|rotated|tamper\w*)$/ }),
  state('enabled', /^(?:enabl(?:e|ed|es|ing)|reactivat\w+|unlocked|reinstated)$/),
  state('deleted', /^(?:delet(?:e|ed|es|ing|ion)|remov(?:e|ed|es|ing|al)|wip(?:e|ed|es|ing)|eras(?:e|ed|es|ing)|destroy(?:ed|s|ing)?|destruction|purg(?:e|ed|es|ing)|shred(?:ded|ding|s)?|cleared)$/, {
    evidence: /^(?:delet\w*|remov\w*|wip(?:e|ed|er|ing)|eras\w*|destr\w*|purg\w*|shred\w*|clear(?:ed)?|zap)$/,
  }),
  state('encrypted', /^(?:encrypt(?:ed|s|ing|ion)?|ransom(?:ed|s|ing)?|extort\w*)$/, { evidence: /^(?:encrypt\w*|ransom\w*|extort\w*)$/ }),
  state('exfiltrated', /^(?:exfil\w*|stole|stolen|steal(?:s|ing)?|theft|thefts|leak(?:ed|s|ing|age)?|smuggled|siphoned|looted|harvest(?:ed|ing|s)?)$/, {
    evidence: /^(?:exfil\w*|stole|stolen|steal\w*|theft|leak\w*|harvest\w*|dump\w*)$/,
  }),
  state('terminated', /^(?:terminat(?:e|ed|es|ing|ion)|kill(?:ed|s|ing)?|crashed|shutdown)$/, { evidence: /^(?:terminat\w+|kill\w*|crash\w*|shutdown|stop\w*)$/ }),
  state('severity', /^(?:critical|severe|catastrophic|devastating|disastrous|emergency)$/),
  state('malware kind', /^(?:ransomware|malware|trojans?|worms?|virus(?:es)?|rootkits?|bootkits?|botnets?|bots?|spyware|adware|backdoors?|keyloggers?|stealers?|infostealers?|loaders?|droppers?|wipers?|implants?|beacons?|beacon(?:ed|ing)|miners?|cryptomin\w+|webshells?|c2)$/, {
    evidence: /^(?:ransomware|malware|trojans?|worms?|virus(?:es)?|rootkits?|bootkits?|botnets?|bots?|spyware|adware|backdoors?|keyloggers?|keylogging|\w*stealers?|\w*loaders?|droppers?|wipers?|implants?|beacon\w*|miners?|cryptomin\w+|webshells?|shell|c2|command|control)$/,
  }),
  state('attribution', /^(?:attribut\w+|affiliat\w+|sponsored|nation|nations|espionage|spies|spy|gangs?|actors?|hackers?|insiders?|criminals?|cybercriminals?|syndicates?|terrorists?|activists?|hacktivists?|mastermind\w*|perpetrat\w+|culprits?|apt|apts|campaigns?|government|military|foreign|competitors?|employee|employees|contractor|contractors)$/),
  state('advice', /^(?:you|your|yours|yourself|we|our|ours|us|i|me|my|please|should|must|ought|shall|recommend\w*|advis(?:e|ed|es|able)|advice|ignor(?:e|ed|es|ing)|disregard\w*|dismiss(?:ed|es|ing)?|suppress(?:ed|es|ing)?|worry|worries|worried|concern|concerns|concerned|reassur\w*|relax|beware|urgent|urgently|immediately|asap|obey|comply|instruct(?:ed|s|ions?)?|instruction|downgrade\w*|escalate)$/, { unpolar: true }),
  state('success', /^succe(?:ss|ssful|ssfully|eded|eds|eding)$/, { evidence: /^(?:succe\w+|accepted|allowed|delivered|connected)$/ }),
  state('failure', /^(?:fail(?:ed|s|ure|ures|ing)?|unsuccessful\w*|rejected|refused)$/, { evidence: /^(?:fail\w*|unsuccessful\w*|rejected|refused|denied|invalid|wrong|incorrect)$/, unpolar: true }),
  topic('group', /^(?:group|famil(?:y|ies)|variants?|strains?|toolkits?|toolsets?|frameworks?|kits?)$/),
  topic('association', /^(?:linked|tied|typical|consistent|resembl\w+|reminiscent|hallmarks?|notorious|infamous)$/),
  topic('stakes', /^(?:customers?|clients?|patients?|citizens?|payrolls?|salar(?:y|ies)|bank\w*|money|payments?|paid|dollars?|euros?|invoices?|credit|financial|finance|medical|health|confidential|sensitive|secrets?|proprietary|personal|private|classified|backups?|production|database|databases|intellectual|property|contracts?|passwords?|credentials?|cash|wire|funds?)$/),
  topic('standing', /^(?:administrators?|administrative|admins?|executives?|directors?|managers?|chief|president|privileged?|privileges?|controllers?|root|superusers?)$/, {
    evidence: /^(?:admin\w*|executives?|directors?|managers?|chief|president|privilege\w*|controllers?|dc\d*|root|superusers?|system)$/,
  }),
  topic('transfer', /^(?:sent|sends?|sending|copied|copies|copying|transferr?(?:ed|s|ing)?|shared|shares|sharing|forward(?:ed|s|ing)?|published|posted|sold|moved|moves|moving|movement)$/, {
    evidence: /^(?:sen[dt]\w*|recipients?|e?mails?|mailbox|message|cop(?:y|ied|ies)|transfer\w*|shar\w+|forward\w*|network|connect\w*|upload\w*|exfil\w*|lateral\w*|mov\w+|post\w*|publish\w*|pivot\w*|renamed|remote\w*|outbound)$/,
  }),
  topic('handling', /^(?:unassigned|unclassified|unowned|unattended)$/, { evidence: /^(?:unassigned|assigned|unclassified|classification|owner)$/ }),
  topic('cause', /^(?:because|caus(?:e|ed|es|ing)|due|thereby|therefore|thus|consequently|hence|result(?:ed|ing|s)?|led|leads|leading|attributable|owing)$/),
  topic('guess', /^(?:likely|unlikely|probably|presumably|apparently|allegedly|reportedly|possibly|perhaps|maybe|seemingly|suggest(?:s|ed|ing)?|impl(?:y|ies|ied|ying))$/, { unpolar: true }),
  topic('phishing', /^(?:phish\w*|spearphish\w*|lure|lured|lures|scam|scams|fraud|fraudulent|fraudulently|bec)$/),
  topic('spray', /^(?:spray(?:ed|ing|s)?|brute|guess(?:ed|ing)|stuffing|stuffed)$/),
  topic('dumping', /^(?:dump(?:ed|ing|s)?|extract(?:ed|ing|s|ion)?)$/, { evidence: /^(?:dump\w*|extract\w*|harvest\w*|lsass|dcsync|mimikatz|openprocessapicall)$/ }),
  topic('injection', /^(?:inject(?:ed|ing|ion|ions|s)?|hollow(?:ed|ing))$/, { evidence: /^(?:inject\w*|hollow\w*|createremotethreadapicall|remotethread)$/ }),
  topic('elevation', /^(?:escalat(?:ed|es|ing|ion)|elevat(?:e|ed|es|ing|ion)|impersonat\w+)$/, { evidence: /^(?:escalat\w*|elevat\w*|impersonat\w*|privilege\w*|getsystem|system)$/ }),
  topic('exploit', /^(?:exploit(?:ed|s|ing|ation)?|vulnerab\w+|zero-day|unpatched)$/),
  topic('spread', /^(?:spreads|spreading|propagat\w+|lateral|laterally|pivot(?:ed|ing|s)?)$/, { evidence: /^(?:spread\w*|propagat\w*|lateral\w*|lateralmovement|pivot\w*|psexec|remote)$/ }),
  topic('persistence', /^(?:persist(?:ed|ence|ent|s|ing)?|autostart|foothold|implanted)$/),
  topic('download', /^(?:download(?:ed|ing|s|er)?)$/, { evidence: /^(?:download\w*|fileoriginurl|origin|referrer|ingress|fetched)$/ }),
  topic('upload', /^(?:upload(?:ed|ing|s)?)$/, { evidence: /^(?:upload\w*|exfil\w*)$/ }),
  topic('evasion', /^(?:evad(?:e|ed|es|ing)|evasion|bypass(?:ed|es|ing)?|tamper(?:ed|ing|s)?|disguis\w+|masquerad\w+|obfuscat\w+|conceal\w*)$/, {
    evidence: /^(?:evad\w*|evasion|defenseevasion|bypass\w*|tamper\w*|disguis\w*|masquerad\w*|obfuscat\w*|hid\w*|conceal\w*)$/,
  }),
  topic('disruption', /^(?:outage|outages|ransoms?|sabotage\w*|defac\w+|disrupt(?:ed|ion|s|ing)?|denial)$/),
  topic('totality', /^(?:only|solely|exclusively|entire|entirely|fully|completely|everything|everyone|everybody|everywhere|always|majority|half|quarter)$/, {
    evidence: /^(?:only|solely|exclusively|entire|entirely|fully|completely|everything|always|all|total|every|sole|single|majority|half)$/,
    unpolar: true,
  }),
];

/** Whether a word claims something, so that it is judged as a claim and needs no place in the vocabulary. */
export function isClaimWord(word: string): boolean {
  return CONCEPTS.some(({ pattern }) => pattern.test(word));
}

const IMPERATIVE =
  /(?:^|[.;:!?] |(?:^|[.;] )(?:then|now|also|so|instead),? )(?:restart|reboot|call|contact|click|visit|trust|ignore|run|open|check|review|block|isolate|reset|delete|disable|enable|stop|start|execute|install|uninstall|remove|keep|leave|let|make|do|don't|turn|send|pay|transfer|use|change|approve|allow|permit|grant|give|mark|treat|consider|assume|note|remember|see|go|follow|forward|reply|wait|skip|close|resolve|wipe|reimage|investigate|verify|ensure|confirm|monitor|set|add|read|write|copy|return|output|print|say|tell|ask|answer|act|pretend|forget|accept|reject|update|upgrade|download|upload|unblock|release|restore|revoke|rotate|notify|inform|alert|escalate|report) (?!of\b|was\b|were\b|is\b|by\b|from\b|on\b|in\b|for\b|at\b)/u;
/** Turns of phrase that claim what none of their words claims alone. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:is|are|was|were|be|been|now) (?:all )?(?:over|dealt with|under control|taken care of|all right|okay|ok|fine)\b/u, 'resolved'],
  [/\b(?:taken|took) (?:over|control)\b/u, 'compromised'],
  [/\b(?:all clear|under control)\b/u, 'resolved'],
  [/\bspread (?:to|through|from|into|further|quickly|fast)\b/u, 'spread'],
  [/\b(?:zero|0)[- ]days?\b/u, 'exploit'],
];
const QUESTION_END = /[,;]|\b(?:but|while|however|although|though|yet|so)\b|\band (?:the|a|an|it|this|that|these|they|all|every|no|nothing|none)\b/u;
/** Words too general to tie a denial to the fact that denies. */
const GENERAL = new Set('the and was were has had have been with from that this which for its his her their other any such into than then after before over under when where more most also there here did does done being are is it in on at to of a an by or as be'.split(' ').map(stem));

const EPISTEMIC = /\b(?:unknown|unclear|undetermined|unresolved question|open question|open questions|(?:not|never|no \p{L}+) (?:yet )?(?:known|clear|shown|show|shows|established|determined|recorded|record|records|say|says|tell|tells)|remains? open|do(?:es)? not (?:show|say|tell|record))\b/u;
const WHETHER = /\b(?:whether|if|how|who|what|why|where|when)\b/u;

/** A claim that no cited fact backs. */
export interface UnsupportedClaim {
  word: string;
  why: string;
}

/** A denied claim is judged as a claim ("not isolated"). */
function deniesClaim(words: readonly Polarised[], index: number): boolean {
  const word = words[index]?.word ?? '';
  if (word === 'nothing' || word === 'none' || word === 'nobody') return false;
  return words.slice(index + 1, word === 'no' ? index + 2 : index + 4).some(({ word, negated }) => negated && CONCEPTS.some(({ level, pattern }) => level === 'state' && pattern.test(word)));
}

function shares(said: ReadonlySet<string>, content: ReadonlySet<string>): boolean {
  for (const word of content) if (said.has(word)) return true;
  return false;
}

function positions(sentence: string, words: readonly Polarised[]): number[] {
  const found: number[] = [];
  let at = 0;
  for (const { word } of words) {
    const next = sentence.indexOf(word, at);
    found.push(next < 0 ? at : next);
    if (next >= 0) at = next + word.length;
  }
  return found;
}

function backs(concept: Concept, word: string, negated: boolean, cited: Cited): boolean {
  const evidence = concept.evidence ?? concept.pattern;
  for (const index of cited.all) {
    for (const said of index.states) {
      if (evidence.test(said.word) && (said.negated === negated || concept.unpolar === true)) return true;
      if (negated && concept.deniedBy?.test(said.word) === true && (!said.negated || said.word === 'none')) return true;
    }
    if (concept.level === 'topic' && !negated && index.words.has(word)) return true;
    if (concept.level === 'topic' && !negated) for (const known of index.topics) if (evidence.test(known)) return true;
  }
  return concept.name === 'cause' && cited.own.some(({ fact }) => fact.source.kind === 'derived');
}

/** Where a sentence asks instead of claiming ("it is not known whether ..."), or undefined. */
export function askedSpan(sentence: string): { admission: [number, number]; question: [number, number] } | undefined {
  const ignorance = EPISTEMIC.exec(sentence);
  const question = ignorance ? WHETHER.exec(sentence) : null;
  if (!ignorance) return undefined;
  const from = question ? question.index : sentence.length;
  const rest = QUESTION_END.exec(sentence.slice(from));
  return { admission: [ignorance.index, ignorance.index + ignorance[0].length], question: [from, rest ? from + rest.index : sentence.length] };
}

/**
 * The states, kinds, advice and denials of a sentence that its facts do not carry. `quoted` tells positions that repeat a
 * record word for word in quotes; those are the record's words, not ours. What stands behind "it is not known whether" is
 * asked, not claimed.
 */
export function unsupportedClaims(sentence: string, cited: Cited, quoted: (position: number) => boolean): UnsupportedClaim[] {
  const out: UnsupportedClaim[] = [];
  const words = negations(sentence);
  const at = positions(sentence, words);
  const asking = askedSpan(sentence);
  const asked = (position: number): boolean => asking !== undefined && position > asking.question[0] && position < asking.question[1];
  const admits = (position: number): boolean => asking !== undefined && position >= asking.admission[0] && position < asking.admission[1];
  const content = new Set(splitWords(sentence).map(stem).filter((word) => !GENERAL.has(word)));
  const imperative = IMPERATIVE.exec(sentence);
  if (imperative && !quoted(imperative.index)) out.push({ word: imperative[0].trim(), why: 'a statement tells what happened, not what to do' });
  for (const [phrase, name] of PHRASES) {
    const match = phrase.exec(sentence);
    const concept = CONCEPTS.find((candidate) => candidate.name === name);
    if (match && concept && !quoted(match.index) && !asked(match.index) && !backs(concept, match[0], false, cited)) out.push({ word: match[0], why: `no cited fact says it (${name})` });
  }
  let denied = false;
  words.forEach(({ word, negated }, index) => {
    const position = at[index] ?? 0;
    if (quoted(position) || asked(position)) return;
    const denies = isNegator(word);
    if (denies && !denied && !admits(position) && !deniesClaim(words, index) && !cited.all.some(({ negatives }) => negatives.some((said) => shares(said, content)))) {
      denied = true;
      out.push({ word, why: `no cited fact says that this did not happen or is absent ("${word}")` });
    }
    if (denies) return;
    for (const concept of CONCEPTS) {
      if (!concept.pattern.test(word)) continue;
      const flipped = negated && concept.unpolar !== true;
      if (!backs(concept, word, flipped, cited)) out.push({ word, why: `no cited fact says ${flipped ? 'not ' : ''}"${word}" (${concept.name})` });
    }
  });
  return out;
}
