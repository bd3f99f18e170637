import { runService } from '@attest/service-host';
import { kqlAssistantService } from './kql-assistant.service.js';

await runService(kqlAssistantService);
