import type { SchemaOptions } from '@attest/persistence';
import { CreateReports1767000000000 } from './migrations/1767000000000-create-reports.js';
import { ReportEntity } from './report.entity.js';

/** Everything that stands in this service's schema. */
export const reporterSchema: SchemaOptions = { schema: 'reporter', entities: [ReportEntity], migrations: [CreateReports1767000000000] };
