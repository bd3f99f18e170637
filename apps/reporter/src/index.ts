export { reporterService } from './reporter.service.js';
