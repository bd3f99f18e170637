import { unpackJson, type IncidentActivity } from '@attest/contracts';
import type { Logger } from '@attest/observability';
import type { ComparedSection, PeriodFigures, PeriodInput, Report } from '@attest/report-engine';
import type { Incident } from '@attest/security-model';
import { JobWorker } from '@attest/service-host/jobs';
import type { DocumentFormat, MadeReport, PackedReportInput, ReportMaker } from '../application/report-maker.js';
import { profileOf, type IncidentProfile } from '../domain/incident-profile.js';
import type { ReportJob, ReportJobResult } from './report-jobs.js';

/** Memory one report may take in its worker. */
const heapMb = 1536;

/** A worker with fonts and writers loaded is large; without work it ends after this. */
const idleMs = 60_000;

/** A packed incident of up to so many characters is read in this thread, in a few milliseconds: most need no worker to be heard of. */
const smallIncident = 100_000;

const file = new URL(import.meta.url.endsWith('.ts') ? '../../dist/infrastructure/report.worker.js' : './report.worker.js', import.meta.url);

/** A maker of reports in a worker thread that is there while there is work. */
export class WorkerReportMaker implements ReportMaker {
  private readonly jobs: JobWorker<ReportJob, ReportJobResult>;

  constructor(logger: Logger) {
    this.jobs = new JobWorker({ file, what: 'report', heapMb, idleMs }, logger);
  }

  compose(input: PackedReportInput): Promise<MadeReport> {
    return this.run<MadeReport>({ kind: 'compose', input });
  }

  write(content: Uint8Array, format: DocumentFormat): Promise<Uint8Array> {
    return this.run<Uint8Array>({ kind: 'write', content, format });
  }

  shown(content: Uint8Array): Promise<Omit<Report, 'logo'>> {
    return this.run<Omit<Report, 'logo'>>({ kind: 'shown', content });
  }

  compare(from: Uint8Array, to: Uint8Array): Promise<ComparedSection[]> {
    return this.run<ComparedSection[]>({ kind: 'compare', from, to });
  }

  period(input: PeriodInput): Promise<{ report: Report; figures: PeriodFigures }> {
    return this.run<{ report: Report; figures: PeriodFigures }>({ kind: 'period', input });
  }

  writePeriod(input: PeriodInput, format: DocumentFormat): Promise<Uint8Array> {
    return this.run<Uint8Array>({ kind: 'writePeriod', input, format });
  }

  profile(incident: string, activity: readonly IncidentActivity[]): Promise<IncidentProfile> {
    if (incident.length <= smallIncident) return Promise.resolve(profileOf(unpackJson<Incident>(incident), activity));
    return this.run<IncidentProfile>({ kind: 'profile', incident, activity });
  }

  close(): Promise<void> {
    return this.jobs.close();
  }

  /** The answer to a job is of the job's kind. */
  private run<T extends ReportJobResult>(job: ReportJob): Promise<T> {
    return this.jobs.run(job) as Promise<T>;
  }
}
