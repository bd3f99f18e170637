import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { cardDigest, type VerifiedCard } from '@attest/cards';
import { Topic, unpackTextAsync, type ScriptSubmitted } from '@attest/contracts';
import type { Inbox, Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import { scriptBrief, type ScriptAnalysis, type ScriptLanguage } from '@attest/script-engine';
import type { EntityManager } from 'typeorm';
import { ScriptEntity, ScriptIncidentEntity } from '../infrastructure/script.entity.js';
import { announcedScript } from './announced-script.js';
import { filtered, searchTextOf, type ScriptFilter } from './script-filter.js';
import { storable } from './storable.js';

const pack = promisify(gzip);

/** Characters of a decoded script that travel. */
const longestDecoded = 4_000;

/** The event a result answers. */
export interface Cause {
  group: string;
  eventId: string;
  traceparent?: string;
}

/** A script as it is taken in. */
export interface NewScript {
  sha256: string;
  bytes: Uint8Array;
  /** Its beginning on one line. */
  excerpt: string;
  language?: ScriptLanguage;
  fileName?: string;
}

/** Scripts and their analyses. Every effect is one transaction of this service's schema. */
export class ScriptStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** Takes a person's script in and asks for its analysis, unless there is one in that language. */
  async submit(tenant: string, script: NewScript): Promise<void> {
    const { sha256, bytes, language } = script;
    const content = await pack(bytes);
    await this.database.inTenant(tenant, async (manager) => {
      await this.remember(manager, tenant, sha256, content, { ...script, size: bytes.length, byPerson: true });
      const known = await manager.findOneByOrFail(ScriptEntity, { tenant, sha256 });
      const again = known.analyzedAt !== null;
      if (again && (language === undefined || known.language === language)) return;
      await this.ask(manager, tenant, known, content, again);
    });
  }

  /** Asks for a new analysis, in the language given now (null: to be found out; undefined: as before). False when there is no such script. */
  again(tenant: string, sha256: string, language: ScriptLanguage | null | undefined): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      if (language !== undefined) await manager.update(ScriptEntity, { tenant, sha256 }, { languageGiven: language });
      const known = await manager.findOneBy(ScriptEntity, { tenant, sha256 });
      if (known === null) return false;
      const [row] = await manager.query<{ content: Buffer }[]>('SELECT content FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]);
      if (row === undefined) return false;
      await this.ask(manager, tenant, known, row.content, true);
      return true;
    });
  }

  private async ask(manager: EntityManager, tenant: string, { sha256, size, languageGiven, fileName }: ScriptEntity, content: Buffer, again: boolean): Promise<void> {
    await this.outbox.add(manager, {
      type: Topic.ScriptSubmitted,
      tenant,
      key: sha256,
      payload: { sha256, content: content.toString('base64'), size, ...(languageGiven === null ? {} : { language: languageGiven }), ...(fileName === null ? {} : { fileName }), ...(again ? { again } : {}) },
    });
  }

  /** Keeps a script that another service submitted, and where it was seen. Resolves with whether it has an analysis. */
  receive(tenant: string, payload: ScriptSubmitted, excerpt: string): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      await this.remember(manager, tenant, payload.sha256, Buffer.from(payload.content, 'base64'), { size: payload.size, excerpt, byPerson: false, language: payload.language, fileName: payload.fileName });
      if (payload.incidentId !== undefined) await manager.query('INSERT INTO script_analyzer.script_incident (tenant, sha256, incident_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [tenant, payload.sha256, payload.incidentId]);
      const { analyzedAt } = await manager.findOneByOrFail(ScriptEntity, { tenant, sha256: payload.sha256 });
      return analyzedAt !== null;
    });
  }

  private async remember(manager: EntityManager, tenant: string, sha256: string, content: Buffer, script: { size: number; excerpt: string; byPerson: boolean; language?: ScriptLanguage; fileName?: string }): Promise<void> {
    await manager.query(
      `INSERT INTO script_analyzer.script (tenant, sha256, content, size, excerpt, file_name, language_given, by_person, search, submitted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())
       ON CONFLICT (tenant, sha256) DO UPDATE SET by_person = script_analyzer.script.by_person OR excluded.by_person,
         language_given = CASE WHEN excluded.by_person THEN coalesce(excluded.language_given, script_analyzer.script.language_given) ELSE script_analyzer.script.language_given END,
         file_name = coalesce(script_analyzer.script.file_name, excluded.file_name)`,
      [tenant, sha256, content, script.size, script.excerpt, script.fileName ?? null, script.language ?? null, script.byPerson, searchTextOf([script.fileName ?? '', script.excerpt])],
    );
  }

  /** Stores an analysis once and says so. False, and nothing happens, when its event was handled before. */
  finish(tenant: string, payload: ScriptSubmitted, analysis: ScriptAnalysis | undefined, verified: VerifiedCard | undefined, cause: Cause): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId))) return false;
      const script = await manager.findOneOrFail(ScriptEntity, { where: { tenant, sha256: payload.sha256 }, lock: { mode: 'pessimistic_write' } });
      let result = analysis;
      if (analysis !== undefined && verified !== undefined && (script.analyzedAt === null || payload.again === true)) await this.keep(manager, script, payload, analysis, verified, cause);
      else result = await this.analysisOf(manager, tenant, payload.sha256);
      if (result !== undefined) await this.announce(manager, tenant, payload, result, cause);
      return true;
    });
  }

  private async keep(manager: EntityManager, script: ScriptEntity, payload: ScriptSubmitted, analysis: ScriptAnalysis, verified: VerifiedCard, cause: Cause): Promise<void> {
    const { tenant, sha256 } = script;
    const card = storable(verified);
    const found = searchTextOf([script.fileName ?? '', ...analysis.indicators.map(({ value }) => value), ...[...analysis.layers].reverse().map(({ text }) => text)]);
    const cardId = randomUUID();
    const cardVersion = script.cardVersion + 1;
    await manager.query(
      `UPDATE script_analyzer.script SET language = $3, verdict = $4, techniques = $5, layer_count = $6, fact_count = $7, indicator_count = $8, gap_count = $9,
         analysis = $10, card_id = $11, card_version = $12, card = $13, search = $14, analyzed_at = now() WHERE tenant = $1 AND sha256 = $2`,
      [tenant, sha256, analysis.language, analysis.verdict, analysis.techniques.map(({ id }) => id), analysis.layers.length, analysis.facts.length, analysis.indicators.length, analysis.notDecoded.length, await pack(JSON.stringify(analysis)), cardId, cardVersion, JSON.stringify(card), found],
    );
    await this.outbox.add(manager, { type: Topic.CardGenerated, tenant, key: sha256, causationId: cause.eventId, traceparent: cause.traceparent, payload: { cardId, kind: 'scriptAnalysis', subjectId: sha256, subjectRevision: 1, version: cardVersion, composer: card.provenance.composer, digest: cardDigest(card), dropped: card.provenance.dropped, ...(await announcedScript(card, payload)) } });
  }

  private async announce(manager: EntityManager, tenant: string, payload: ScriptSubmitted, analysis: ScriptAnalysis, cause: Cause): Promise<void> {
    await this.outbox.add(manager, {
      type: Topic.ScriptAnalyzed,
      tenant,
      key: payload.sha256,
      causationId: cause.eventId,
      traceparent: cause.traceparent,
      payload: storable({
        sha256: payload.sha256,
        ...(payload.incidentId === undefined ? {} : { incidentId: payload.incidentId }),
        ...scriptBrief(analysis),
        ...decodedOf(analysis),
      }),
    });
  }

  /** A script without its content, or null. */
  script(tenant: string, sha256: string): Promise<ScriptEntity | null> {
    return this.database.inTenant(tenant, (manager) => manager.findOneBy(ScriptEntity, { tenant, sha256 }));
  }

  /** Scripts by their hashes. */
  scripts(tenant: string, hashes: readonly string[]): Promise<ScriptEntity[]> {
    return this.database.inTenant(tenant, (manager) => manager.createQueryBuilder(ScriptEntity, 's').where('s.tenant = :tenant AND s.sha256 IN (:...hashes)', { tenant, hashes: [...hashes] }).getMany());
  }

  /** The stored analysis and card of a script, or null before it is analysed. */
  result(tenant: string, sha256: string): Promise<{ analysis: ScriptAnalysis; card: VerifiedCard } | null> {
    return this.database.inTenant(tenant, async (manager) => {
      const [row] = await manager.query<{ analysis: Buffer | null; card: VerifiedCard | null }[]>('SELECT analysis, card FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]);
      return row?.analysis && row.card ? { analysis: await analysisIn(row.analysis), card: row.card } : null;
    });
  }

  private async analysisOf(manager: EntityManager, tenant: string, sha256: string): Promise<ScriptAnalysis | undefined> {
    const [row] = await manager.query<{ analysis: Buffer | null }[]>('SELECT analysis FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]);
    return row?.analysis ? analysisIn(row.analysis) : undefined;
  }

  /** Incidents a script was seen in. */
  async incidents(tenant: string, sha256: string): Promise<string[]> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.findBy(ScriptIncidentEntity, { tenant, sha256 }));
    return rows.map((row) => row.incidentId).sort();
  }

  /** Scripts, newest first, and how many match. `after` is the hash of the last one seen. */
  list(tenant: string, filter: ScriptFilter, first: number, after: string | undefined): Promise<{ scripts: ScriptEntity[]; total: number; more: boolean }> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = filtered(manager.createQueryBuilder(ScriptEntity, 's').where('s.tenant = :tenant', { tenant }), filter);
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(s.submitted_at, s.sha256) < (SELECT submitted_at, sha256 FROM script_analyzer.script WHERE tenant = :tenant AND sha256 = :after)', { after });
      const rows = await query.orderBy('s.submitted_at', 'DESC').addOrderBy('s.sha256', 'DESC').limit(first + 1).getMany();
      return { scripts: rows.slice(0, first), total, more: rows.length > first };
    });
  }
}

/** The beginning of the last text layer, of a script that had more than one and is not benign. */
function decodedOf({ verdict, layers }: ScriptAnalysis): { decoded?: string } {
  const texts = layers.filter(({ binaryBytes }) => binaryBytes === undefined);
  const last = texts.at(-1);
  if (verdict === 'benign' || texts.length < 2 || last === undefined) return {};
  const cut = last.text.slice(0, longestDecoded);
  return { decoded: /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut };
}

async function analysisIn(packed: Buffer): Promise<ScriptAnalysis> {
  return JSON.parse(await unpackTextAsync(packed)) as ScriptAnalysis;
}
