import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { cardDigest, type VerifiedCard } from '@attest/cards';
import { maxUnpackedBytes, Topic, type ScriptSubmitted } from '@attest/contracts';
import type { Inbox, Outbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import type { ScriptAnalysis, ScriptLanguage, Verdict } from '@attest/script-engine';
import type { EntityManager } from 'typeorm';
import { ScriptEntity, ScriptIncidentEntity } from '../infrastructure/script.entity.js';

/** The event a result answers. */
export interface Cause {
  group: string;
  eventId: string;
  traceparent?: string;
}

/** Which scripts a list shows. */
export interface ScriptFilter {
  verdict?: Verdict;
  language?: ScriptLanguage;
  incidentId?: string;
  technique?: string;
}

/** Scripts and their analyses. Every effect is one transaction of this service's schema. */
export class ScriptStore {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  /** Takes a person's script in and asks for its analysis; a known script is analysed again only when `again` is set. */
  submit(tenant: string, sha256: string, bytes: Uint8Array, excerpt: string, options: { language?: ScriptLanguage; fileName?: string; again?: boolean }): Promise<void> {
    return this.database.inTenant(tenant, async (manager) => {
      await this.remember(manager, tenant, sha256, gzipSync(bytes), { size: bytes.length, excerpt, byPerson: true, ...options });
      const known = await manager.findOneByOrFail(ScriptEntity, { tenant, sha256 });
      const again = options.again === true || (options.language !== undefined && known.analyzedAt !== null && known.language !== options.language);
      if (known.analyzedAt !== null && !again) return;
      await this.outbox.add(manager, { type: Topic.ScriptSubmitted, tenant, key: sha256, payload: { sha256, content: gzipSync(bytes).toString('base64'), size: bytes.length, ...(options.language === undefined ? {} : { language: options.language }), ...(options.fileName === undefined ? {} : { fileName: options.fileName }), ...(again ? { again } : {}) } });
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
      `INSERT INTO script_analyzer.script (tenant, sha256, content, size, excerpt, file_name, language_given, by_person, submitted_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
       ON CONFLICT (tenant, sha256) DO UPDATE SET by_person = script_analyzer.script.by_person OR excluded.by_person,
         language_given = coalesce(excluded.language_given, script_analyzer.script.language_given), file_name = coalesce(script_analyzer.script.file_name, excluded.file_name)`,
      [tenant, sha256, content, script.size, script.excerpt, script.fileName ?? null, script.language ?? null, script.byPerson],
    );
  }

  /** Stores an analysis once and says so. False, and nothing happens, when its event was handled before. */
  finish(tenant: string, payload: ScriptSubmitted, analysis: ScriptAnalysis | undefined, verified: VerifiedCard | undefined, cause: Cause): Promise<boolean> {
    return this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, cause.group, cause.eventId))) return false;
      const script = await manager.findOneOrFail(ScriptEntity, { where: { tenant, sha256: payload.sha256 }, lock: { mode: 'pessimistic_write' } });
      let result = analysis;
      if (analysis !== undefined && verified !== undefined && (script.analyzedAt === null || payload.again === true)) await this.keep(manager, script, analysis, verified, cause);
      else result = await this.analysisOf(manager, tenant, payload.sha256);
      if (result !== undefined) await this.announce(manager, tenant, payload, result, cause);
      return true;
    });
  }

  private async keep(manager: EntityManager, script: ScriptEntity, analysis: ScriptAnalysis, verified: VerifiedCard, cause: Cause): Promise<void> {
    const { tenant, sha256 } = script;
    const cardId = randomUUID();
    const cardVersion = script.cardVersion + 1;
    await manager.query(
      `UPDATE script_analyzer.script SET language = $3, verdict = $4, techniques = $5, layer_count = $6, fact_count = $7, indicator_count = $8, gap_count = $9,
         analysis = $10, card_id = $11, card_version = $12, card = $13, analyzed_at = now() WHERE tenant = $1 AND sha256 = $2`,
      [tenant, sha256, analysis.language, analysis.verdict, analysis.techniques.map(({ id }) => id), analysis.layers.length, analysis.facts.length, analysis.indicators.length, analysis.notDecoded.length, gzipSync(JSON.stringify(analysis)), cardId, cardVersion, JSON.stringify(verified)],
    );
    await this.outbox.add(manager, { type: Topic.CardGenerated, tenant, key: sha256, causationId: cause.eventId, traceparent: cause.traceparent, payload: { cardId, kind: 'scriptAnalysis', subjectId: sha256, subjectRevision: 1, version: cardVersion, composer: verified.provenance.composer, digest: cardDigest(verified), dropped: verified.provenance.dropped } });
  }

  private async announce(manager: EntityManager, tenant: string, payload: ScriptSubmitted, analysis: ScriptAnalysis, cause: Cause): Promise<void> {
    const deciding = new Set(analysis.verdictFacts);
    const facts = [...analysis.facts].filter((fact) => fact.weight !== 'routine').sort((a, b) => Number(deciding.has(b.id)) - Number(deciding.has(a.id)));
    await this.outbox.add(manager, {
      type: Topic.ScriptAnalyzed,
      tenant,
      key: payload.sha256,
      causationId: cause.eventId,
      traceparent: cause.traceparent,
      payload: {
        sha256: payload.sha256,
        ...(payload.incidentId === undefined ? {} : { incidentId: payload.incidentId }),
        language: analysis.language,
        verdict: analysis.verdict,
        layers: analysis.layers.length,
        techniques: analysis.techniques.map(({ id }) => id).slice(0, 200),
        facts: facts.slice(0, 20).map(({ type, phrase, layer, line }) => ({ type, phrase, layer, line })),
        indicators: analysis.indicators.slice(0, 100).map(({ type, value, layer, line }) => ({ type, value, layer, line })),
        notDecoded: analysis.notDecoded.length,
      },
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

  /** The bytes of a script, or null. */
  async content(tenant: string, sha256: string): Promise<Uint8Array | null> {
    const [row] = await this.database.inTenant(tenant, (manager) => manager.query<{ content: Buffer }[]>('SELECT content FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]));
    return row === undefined ? null : new Uint8Array(gunzipSync(row.content, { maxOutputLength: maxUnpackedBytes }));
  }

  /** The stored analysis and card of a script, or null before it is analysed. */
  result(tenant: string, sha256: string): Promise<{ analysis: ScriptAnalysis; card: VerifiedCard } | null> {
    return this.database.inTenant(tenant, async (manager) => {
      const [row] = await manager.query<{ analysis: Buffer | null; card: VerifiedCard | null }[]>('SELECT analysis, card FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]);
      return row?.analysis && row.card ? { analysis: unpack(row.analysis), card: row.card } : null;
    });
  }

  private async analysisOf(manager: EntityManager, tenant: string, sha256: string): Promise<ScriptAnalysis | undefined> {
    const [row] = await manager.query<{ analysis: Buffer | null }[]>('SELECT analysis FROM script_analyzer.script WHERE tenant = $1 AND sha256 = $2', [tenant, sha256]);
    return row?.analysis ? unpack(row.analysis) : undefined;
  }

  /** Incidents a script was seen in. */
  async incidents(tenant: string, sha256: string): Promise<string[]> {
    const rows = await this.database.inTenant(tenant, (manager) => manager.findBy(ScriptIncidentEntity, { tenant, sha256 }));
    return rows.map((row) => row.incidentId).sort();
  }

  /** Scripts, newest first, and how many match. `after` is the hash of the last one seen. */
  list(tenant: string, filter: ScriptFilter, first: number, after: string | undefined): Promise<{ scripts: ScriptEntity[]; total: number; more: boolean }> {
    return this.database.inTenant(tenant, async (manager) => {
      const query = manager.createQueryBuilder(ScriptEntity, 's').where('s.tenant = :tenant', { tenant });
      if (filter.verdict !== undefined) query.andWhere('s.verdict = :verdict', { verdict: filter.verdict });
      if (filter.language !== undefined) query.andWhere('s.language = :language', { language: filter.language });
      if (filter.technique !== undefined) query.andWhere('EXISTS (SELECT 1 FROM unnest(s.techniques) t WHERE t = :technique OR t LIKE :below)', { technique: filter.technique, below: `${filter.technique}.%` });
      if (filter.incidentId !== undefined) query.andWhere('EXISTS (SELECT 1 FROM script_analyzer.script_incident i WHERE i.tenant = s.tenant AND i.sha256 = s.sha256 AND i.incident_id = :incidentId)', { incidentId: filter.incidentId });
      const total = await query.getCount();
      if (after !== undefined) query.andWhere('(s.submitted_at, s.sha256) < (SELECT submitted_at, sha256 FROM script_analyzer.script WHERE tenant = :tenant AND sha256 = :after)', { after });
      const rows = await query.orderBy('s.submitted_at', 'DESC').addOrderBy('s.sha256', 'DESC').limit(first + 1).getMany();
      return { scripts: rows.slice(0, first), total, more: rows.length > first };
    });
  }
}

function unpack(analysis: Buffer): ScriptAnalysis {
  return JSON.parse(gunzipSync(analysis, { maxOutputLength: maxUnpackedBytes }).toString('utf8')) as ScriptAnalysis;
}
