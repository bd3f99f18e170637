export { evaluatorService } from './evaluator.service.js';
