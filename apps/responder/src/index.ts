export { responderService } from './responder.service.js';
