export { summarizerService } from './summarizer.service.js';
