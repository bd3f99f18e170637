import type { ScriptLanguage, Verdict } from '@attest/script-engine';
import type { SelectQueryBuilder } from 'typeorm';
import type { ScriptEntity } from '../infrastructure/script.entity.js';

/** Which scripts a list shows; every part that is there must hold. */
export interface ScriptFilter {
  verdict?: Verdict;
  language?: ScriptLanguage;
  incidentId?: string;
  /** An ATT&CK id; its sub-techniques count too. */
  technique?: string;
  /** Part of the file name, the hash, an indicator or the text of a layer; an address may be defanged. */
  text?: string;
  submittedAfter?: Date;
  submittedBefore?: Date;
}

/** Adds the filter to a query over scripts named `s`. */
export function filtered(query: SelectQueryBuilder<ScriptEntity>, filter: ScriptFilter): SelectQueryBuilder<ScriptEntity> {
  // PostgreSQL text holds no NUL, so nothing matches one.
  if ([filter.incidentId, filter.text].some((value) => value?.includes('\0'))) query.andWhere('false');
  if (filter.verdict !== undefined) query.andWhere('s.verdict = :verdict', { verdict: filter.verdict });
  if (filter.language !== undefined) query.andWhere('s.language = :language', { language: filter.language });
  if (filter.technique !== undefined) query.andWhere('EXISTS (SELECT 1 FROM unnest(s.techniques) t WHERE t = :technique OR t LIKE :below)', { technique: filter.technique, below: `${filter.technique}.%` });
  if (filter.incidentId !== undefined) query.andWhere('EXISTS (SELECT 1 FROM script_analyzer.script_incident i WHERE i.tenant = s.tenant AND i.sha256 = s.sha256 AND i.incident_id = :incidentId)', { incidentId: filter.incidentId.replaceAll('\0', '') });
  if (filter.submittedAfter !== undefined) query.andWhere('s.submitted_at >= :submittedAfter', { submittedAfter: filter.submittedAfter });
  if (filter.submittedBefore !== undefined) query.andWhere('s.submitted_at < :submittedBefore', { submittedBefore: filter.submittedBefore });
  if (filter.text !== undefined) {
    const text = refanged(filter.text.replaceAll('\0', '')).toLowerCase();
    query.andWhere('(position(:text in s.search) > 0 OR position(:text in s.sha256) > 0)', { text });
  }
  return query;
}

/** Characters of a script that a list is searched by. */
const searchLength = 16_000;

/** What a script is found by, the parts that matter most first. */
export function searchTextOf(parts: Iterable<string>): string {
  let text = '';
  for (const part of parts) {
    if (text.length >= searchLength) break;
    text += `${part.slice(0, searchLength - text.length).toLowerCase()}\n`;
  }
  return text.slice(0, searchLength).replaceAll('\0', '');
}

/** An address as it is in scripts, from the form that people pass around. */
function refanged(text: string): string {
  return text
    .replace(/\bhxxp(s?):\/\//gi, 'http$1://')
    .replaceAll('[.]', '.')
    .replaceAll('[:]', ':')
    .replaceAll('[@]', '@');
}
