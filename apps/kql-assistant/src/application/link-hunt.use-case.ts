import type { Identity } from '@attest/identity';
import { badInput, HuntError, HuntErrorCode } from '../domain/hunt.error.js';
import type { IncidentHuntEntity } from '../infrastructure/hunt.entity.js';
import type { HuntStore } from './hunt-store.js';
import type { LandingStore } from './landing-store.js';
import { requireRows } from './run-hunt.use-case.js';
import type { RunStore } from './run-store.js';

/** What is to be kept with an incident. */
export interface LinkOrder {
  runId: string;
  incidentId: string;
  title: string | undefined;
  note: string | null;
  /** Numbers of rows from 0; all of them when null. */
  rows: readonly number[] | null;
}

const mostRows = 10_000;

/** Keeps what a hunt found with an incident. */
export class LinkHuntUseCase {
  constructor(
    private readonly hunts: HuntStore,
    private readonly runs: RunStore,
    private readonly landing: LandingStore,
  ) {}

  /** @throws HuntError RunUnknown, RunNotEnded, RowsExpired, IncidentUnknown, BadInput */
  async link(identity: Identity, { runId, incidentId, title, note, rows }: LinkOrder): Promise<IncidentHuntEntity> {
    const { tenant } = identity;
    const run = await this.runs.run(tenant, runId);
    if (run === null) throw new HuntError(HuntErrorCode.RunUnknown, 'There is no run with this id.');
    if (run.status !== 'DONE') throw new HuntError(HuntErrorCode.RunNotEnded, run.status === 'RUNNING' ? 'The run has not ended yet. Link it when it has.' : 'The run did not end well; there is nothing to link.');
    requireRows(run);
    if ((await this.landing.incident(tenant, incidentId)) === null) throw new HuntError(HuntErrorCode.IncidentUnknown, `There is no incident ${incidentId.slice(0, 64)}.`);
    if (rows !== null && (rows.length === 0 || rows.length > mostRows || rows.some((each) => each < 0 || each >= run.rowCount))) throw badInput(`rows takes 1 to ${mostRows.toLocaleString('en-GB')} numbers of rows of the run, from 0 to ${Math.max(0, run.rowCount - 1)}.`);
    const hunt = run.huntId === null ? null : await this.hunts.hunt(tenant, run.huntId);
    return this.hunts.link(identity, run, { incidentId, title: title ?? hunt?.question?.slice(0, 200) ?? firstLine(run.kql), note, question: hunt?.question ?? null, rows });
  }
}

function firstLine(kql: string): string {
  const line = kql.split('\n').map((each) => each.trim()).find((each) => each !== '' && !each.startsWith('//')) ?? 'Hunt';
  return line.length > 120 ? `${line.slice(0, 120)} …` : line;
}
