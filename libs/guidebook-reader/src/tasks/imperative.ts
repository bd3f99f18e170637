const verbs = new Set(
  `acknowledge acquire activate add advise alert analyse analyze apply approve archive arrange ask assemble assess assign attach audit authenticate
  back backup ban begin block blocklist brief build bring call capture change check choose classify clean clear clone close collect communicate compare
  compile complete conduct confirm connect consider consult contact contain convene coordinate copy correlate create cut deactivate declare decommission
  define delete deliver deny deploy describe detach detect determine develop disable discard disconnect discuss document download draft drop eliminate
  enable encourage enforce engage ensure enter eradicate escalate establish evaluate examine exclude execute expire export extend extract fill filter find
  fix flag follow force forward freeze gather get give go grant halt handle harden hold hunt identify image implement import improve inform initiate inspect
  install instruct interview inventory invalidate investigate invite invoke isolate issue join keep kill launch leave limit link list locate lock log look
  maintain make map mark match measure meet migrate minimise minimize mitigate monitor move mute note notify obtain offline open order patch pause perform
  pick place plan power prepare preserve prevent prioritise prioritize process protect provide provision pull purge push put quarantine query raise re-enable
  re-image read rebuild reboot recall reclassify record recover redirect refer refresh reimage reinstall reinstate reissue reject release reload remediate
  remind remove rename renew repeat replace reply report request require reset resolve respond restart restore restrict retain retrieve return revalidate
  reverse review revert revoke roll rotate run sanitise sanitize save scan schedule scope search secure see segment select send separate set share shut
  shutdown sign sinkhole snapshot start stop store submit subscribe summarise summarize suspend switch take tell terminate test tag trace track train
  transfer treat triage trigger turn undo uninstall unblock unlink unplug update upgrade upload use validate verify view visit wait walk warn watch whitelist wipe
  withdraw work write`.split(/\s+/),
);
/** Said of a thing rather than to a person: "Block is", "Review of". */
const notSaidTo = /^(?:is|are|was|were|has|have|had|of|s|'s|’s|will|may|can|could|would)$/i;
const opening = /^(?:(?:please|then|next|first|firstly|second|secondly|third|finally|lastly|also|and|or|immediately|now|always|never|once done|if (?:so|not|possible|needed|necessary)|only|otherwise|additionally|optionally|where possible|as needed)\b[,:]?\s+|(?:do not|don't|don’t|be sure to|make sure to|remember to|try to|you (?:must|should|need to|have to|can))\s+|(?:if|when|once|after|before|unless|until|where|while|for|in|on|from|using|with|during|as soon as|within|at|to)\b[^,.;:]{2,120},\s+(?:then\s+)?)/i;
const duty = /\b(?:must|should|shall|needs? to|has to|have to|is to|are to)\s+(?:not\s+|never\s+|always\s+|also\s+|immediately\s+|\w+ly\s+)?(be\s+\w+(?:ed|en|t|n)\b|[a-z-]+)/i;

/** Whether a sentence tells somebody to do something: "Isolate the device.", "If it spreads, block the hash.", "Users should be told." */
export function isInstruction(sentence: string): boolean {
  return startsAsOrder(sentence) || saysDuty(sentence);
}

/** Whether it starts with the verb of what to do, after words such as "Then" or "If …,". */
export function startsAsOrder(sentence: string): boolean {
  let rest = sentence.trim().replace(/^[("'“‘*_]+/u, '');
  for (let round = 0; round < 4; round += 1) {
    const negated = /^(?:do not|don't|don’t|be sure to|make sure to|remember to|try to|never|you (?:must|should|need to|have to))\s+\p{L}/iu.test(rest);
    const [first = '', second = ''] = rest.split(/[\s,:;]+/u, 2).map((word) => word.replace(/[^\p{L}'’-]/gu, ''));
    if (negated || (verbs.has(first.toLowerCase()) && !notSaidTo.test(second))) return true;
    const lead = opening.exec(rest);
    if (lead === null) return false;
    rest = rest.slice(lead[0].length);
  }
  return false;
}

function saysDuty(sentence: string): boolean {
  const said = duty.exec(sentence)?.[1]?.toLowerCase();
  return said !== undefined && (said.startsWith('be ') || verbs.has(said));
}

/** The sentences of a paragraph. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?。！？]["')”’]?)\s+(?=["'(“‘]?[\p{Lu}\p{Nd}])/u)
    .reduce<string[]>((all, part) => {
      const before = all.at(-1);
      if (before !== undefined && /\b(?:e\.g|i\.e|etc|vs|cf|no|approx|fig|dr|mr|mrs|inc|ltd)\.$/i.test(before)) all[all.length - 1] = `${before} ${part}`;
      else all.push(part);
      return all;
    }, [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
