import { join, resolve } from 'node:path';
import { address, ConfigError, wholeNumber, type Setting } from './setting.js';

/** Settings of hunting. */
export const huntSettings = {
  huntBackend: { variable: 'ATTEST_HUNT_BACKEND', description: 'Where hunts run: duckdb (event rows of incidents, embedded), defender (Microsoft Defender XDR) or kusto (Azure Data Explorer)', fallback: 'duckdb' },
  huntDir: { variable: 'ATTEST_HUNT_DIR', description: 'Folder of the embedded engine; what is lost there is made again from PostgreSQL', fallback: '`hunt` in the data folder' },
  huntMemoryMb: { variable: 'ATTEST_HUNT_MEMORY_MB', description: 'Memory the embedded engine may take for the hunts of a tenant, in MB', fallback: '1024' },
  huntTimeoutSeconds: { variable: 'ATTEST_HUNT_TIMEOUT_SECONDS', description: 'A hunt is stopped after so many seconds, at most 600', fallback: '60' },
  huntMaxRows: { variable: 'ATTEST_HUNT_MAX_ROWS', description: 'Most rows a hunt keeps, at most 100000', fallback: '100000' },
  huntConcurrency: { variable: 'ATTEST_HUNT_CONCURRENCY', description: 'Hunts a process runs at once for one tenant; as many again may wait', fallback: '4' },
  huntKeepHours: { variable: 'ATTEST_HUNT_KEEP_HOURS', description: 'Hours the rows of a hunt are kept; those linked to an incident stay', fallback: '24' },
  defenderTenantId: { variable: 'ATTEST_DEFENDER_TENANT_ID', description: 'Microsoft Entra tenant whose Defender is hunted in', fallback: 'none' },
  defenderClientId: { variable: 'ATTEST_DEFENDER_CLIENT_ID', description: 'App registration with ThreatHunting.Read.All there', fallback: 'none' },
  defenderClientSecret: { variable: 'ATTEST_DEFENDER_CLIENT_SECRET', description: 'Secret of that app', fallback: 'none', secret: true },
  defenderUrl: { variable: 'ATTEST_DEFENDER_URL', description: 'Address of Microsoft Graph, for national clouds', fallback: 'https://graph.microsoft.com' },
  kustoUrl: { variable: 'ATTEST_KUSTO_URL', description: 'Address of the Azure Data Explorer cluster', fallback: 'none' },
  kustoDatabase: { variable: 'ATTEST_KUSTO_DATABASE', description: 'Database of the cluster to hunt in', fallback: 'none' },
  kustoTenantId: { variable: 'ATTEST_KUSTO_TENANT_ID', description: 'Microsoft Entra tenant of the cluster', fallback: 'none' },
  kustoClientId: { variable: 'ATTEST_KUSTO_CLIENT_ID', description: 'App registration that may read the database', fallback: 'none' },
  kustoClientSecret: { variable: 'ATTEST_KUSTO_CLIENT_SECRET', description: 'Secret of that app', fallback: 'none', secret: true },
  loginUrl: { variable: 'ATTEST_ENTRA_LOGIN_URL', description: 'Address that signs those apps in, for national clouds', fallback: 'https://login.microsoftonline.com' },
} as const satisfies Record<string, Setting>;

/** How an app signs in at Microsoft Entra. */
export interface AppCredentials {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  loginUrl: string;
}

/** Where hunts run. */
export type HuntTarget =
  | { backend: 'duckdb' }
  | { backend: 'defender'; url: string; credentials: AppCredentials }
  | { backend: 'kusto'; url: string; database: string; credentials: AppCredentials };

/** What hunts may take, and where they run. */
export interface HuntConfig {
  target: HuntTarget;
  /** Folder of the embedded engine. */
  dir: string;
  memoryMb: number;
  timeoutMs: number;
  maxRows: number;
  /** Hunts of one tenant that a process runs at once. */
  concurrency: number;
  keepHours: number;
}

/**
 * The settings of hunting, each read by `read`.
 * @throws ConfigError for a value that cannot be used
 */
export function readHuntConfig(read: (setting: Setting) => string | undefined, dataDir: string): HuntConfig {
  const whole = (setting: Setting, least: number, most: number): number => wholeNumber(setting.variable, read(setting) ?? setting.fallback, least, most);
  const dir = read(huntSettings.huntDir);
  return {
    target: targetOf(read),
    dir: dir === undefined ? join(dataDir, 'hunt') : resolve(dir),
    memoryMb: whole(huntSettings.huntMemoryMb, 64, 1_048_576),
    timeoutMs: whole(huntSettings.huntTimeoutSeconds, 1, 600) * 1_000,
    maxRows: whole(huntSettings.huntMaxRows, 1, 100_000),
    concurrency: whole(huntSettings.huntConcurrency, 1, 64),
    keepHours: whole(huntSettings.huntKeepHours, 1, 8_760),
  };
}

function targetOf(read: (setting: Setting) => string | undefined): HuntTarget {
  const backend = (read(huntSettings.huntBackend) ?? huntSettings.huntBackend.fallback).toLowerCase();
  const needed = (setting: Setting): string => {
    const value = read(setting);
    if (value === undefined) throw new ConfigError(setting.variable, `set when ${huntSettings.huntBackend.variable} is ${backend}`);
    return value;
  };
  const url = (setting: Setting): string => address(setting.variable, read(setting) ?? setting.fallback);
  const [loginUrl, defenderUrl] = [url(huntSettings.loginUrl), url(huntSettings.defenderUrl)];
  const kustoUrl = read(huntSettings.kustoUrl) === undefined ? undefined : url(huntSettings.kustoUrl);
  switch (backend) {
    case 'duckdb':
      return { backend };
    case 'defender': {
      const credentials = { tenantId: needed(huntSettings.defenderTenantId), clientId: needed(huntSettings.defenderClientId), clientSecret: needed(huntSettings.defenderClientSecret), loginUrl };
      return { backend, url: defenderUrl, credentials };
    }
    case 'kusto': {
      const credentials = { tenantId: needed(huntSettings.kustoTenantId), clientId: needed(huntSettings.kustoClientId), clientSecret: needed(huntSettings.kustoClientSecret), loginUrl };
      return { backend, url: kustoUrl ?? needed(huntSettings.kustoUrl), database: needed(huntSettings.kustoDatabase), credentials };
    }
    default:
      throw new ConfigError(huntSettings.huntBackend.variable, 'duckdb, defender or kusto');
  }
}
