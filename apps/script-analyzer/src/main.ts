import { runService } from '@attest/service-host';
import { scriptAnalyzerService } from './script-analyzer.service.js';

await runService(scriptAnalyzerService);
