import { runService } from '@attest/service-host';
import { evaluatorService } from './evaluator.service.js';

await runService(evaluatorService);
