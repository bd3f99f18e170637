export { scriptAnalyzerService } from './script-analyzer.service.js';
