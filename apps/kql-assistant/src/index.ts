export { kqlAssistantService } from './kql-assistant.service.js';
