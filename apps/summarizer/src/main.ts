import { runService } from '@attest/service-host';
import { summarizerService } from './summarizer.service.js';

await runService(summarizerService);
