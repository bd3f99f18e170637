export * from './jobs/job-worker.js';
export * from './jobs/serve-jobs.js';
