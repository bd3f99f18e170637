import { serveJobs } from '@attest/service-host/jobs';
import { makeCase, type CaseSource, type MadeCase } from '../domain/make-case.js';

/** The input and the names of one case, off the thread that serves requests: an incident can be many megabytes. */
serveJobs((source: CaseSource): MadeCase => makeCase(source));
