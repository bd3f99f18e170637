import { fileURLToPath } from 'node:url';

export { startGateway } from './start-gateway.js';
export type { GatewayOptions, LocalService, RemoteService, RunningGateway, ServiceLink, ServiceLinks } from './gateway-options.js';
export { GatewayErrorCode } from './errors/gateway.error.js';

/** Folder the web app is built into. */
export const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));
