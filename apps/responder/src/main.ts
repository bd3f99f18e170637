import { runService } from '@attest/service-host';
import { responderService } from './responder.service.js';

await runService(responderService);
