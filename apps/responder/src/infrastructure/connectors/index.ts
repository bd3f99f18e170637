import type { ResponseConfig } from '@attest/config';
import type { ServiceDatabase } from '@attest/persistence';
import { ConnectorRegistry } from '../../application/connector-registry.js';
import type { ResponseConnector } from '../../application/response-connector.js';
import { DefenderConnector } from './defender-connector.js';
import { LabConnector } from './lab-connector.js';
import { ManualConnector } from './manual-connector.js';
import { WebhookConnector } from './webhook-connector.js';

/** The configured connector, and a person for what it cannot do. The lab stays at hand, so that what was approved for it ends. */
export function connectorsFor({ target }: ResponseConfig, database: ServiceDatabase): ConnectorRegistry {
  const manual = new ManualConnector();
  const lab = new LabConnector(database);
  return new ConnectorRegistry(preferred(target, lab, manual), manual, [lab]);
}

function preferred(target: ResponseConfig['target'], lab: LabConnector, manual: ManualConnector): ResponseConnector {
  switch (target.connector) {
    case 'lab':
      return lab;
    case 'manual':
      return manual;
    case 'webhook':
      return new WebhookConnector(target);
    case 'defender':
      return new DefenderConnector(target);
  }
}
