import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, settings, shortestSecret, type AttestConfig } from '@attest/config';

const fileName = 'service-secret';

/**
 * The secret that the gateway signs identities with and services check them with: `ATTEST_SERVICE_SECRET`, else one
 * generated once into the data folder (256 bits, readable by its owner only). Processes that do not share a data
 * folder must share the variable.
 * @throws ConfigError when the configured or stored secret has fewer than 16 characters
 */
export function serviceSecret(config: Pick<AttestConfig, 'serviceSecret' | 'dataDir'>): string {
  const secret = config.serviceSecret ?? storedSecret(config.dataDir);
  if (secret.length < shortestSecret) throw new ConfigError(settings.serviceSecret.variable, `at least ${shortestSecret} characters long`);
  return secret;
}

function storedSecret(dataDir: string): string {
  const file = join(dataDir, fileName);
  mkdirSync(dataDir, { recursive: true });
  const secret = randomBytes(32).toString('base64url');
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8').trim();
  }
}
