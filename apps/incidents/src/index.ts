export { incidentsService } from './incidents.service.js';
