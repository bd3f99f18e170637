import { runService } from '@attest/service-host';
import { incidentsService } from './incidents.service.js';

await runService(incidentsService);
