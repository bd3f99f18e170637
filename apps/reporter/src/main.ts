import { runService } from '@attest/service-host';
import { reporterService } from './reporter.service.js';

await runService(reporterService);
