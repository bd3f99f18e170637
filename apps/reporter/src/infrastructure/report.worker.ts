import { serveJobs } from '@attest/service-host/jobs';
import { workOn } from './report-jobs.js';

serveJobs(workOn);
