import type { EntityFact } from '@attest/incident-engine';
import type { KnownAsset } from '../guided-response.js';
import { text, type Scene } from './scene.js';

const controllerName = /(?:^|[-_])(?:p?dc|adc|rodc|domaincontroller|addc)[-_]?\d{0,3}$|^(?:dc|pdc|bdc)\d{0,3}[-_]/i;

const serverName =
  /(?:^|[-_])(?:srv|server|sql|adfs|adcs|ca|pki|exch|exchange|mail|web|iis|app|file|files|fs|sap|backup|aadc|adconnect|print|vcenter|esx|hyperv|db|erp|citrix|rds)[-_]?\d{0,3}$/i;

/** What the tenant told of a device or account; undefined when it told nothing. */
export function assetOf({ assets }: Scene, { entity }: Pick<EntityFact, 'entity'>): KnownAsset | undefined {
  for (const name of [entity.value, ...entity.names]) {
    const known = assets.get(name.toLowerCase());
    if (known) return known;
  }
  return undefined;
}

/** Whether a device is a domain controller: told by the tenant or a tag, shown by what runs there, or named as one. */
export function isDomainController(scene: Scene, device: Pick<EntityFact, 'entity'>): boolean {
  const told = assetOf(scene, device)?.role;
  if (told !== undefined) return told === 'domainController';
  const { entity } = device;
  const host = hostName(text(entity.attributes['dnsName']) ?? entity.value);
  if (controllerName.test(host)) return true;
  if ([text(entity.attributes['deviceRole']), ...tagsOf(scene, entity.mentions)].some((value) => /domain ?controller/i.test(value ?? ''))) return true;
  return scene.rows.some(
    (row) =>
      hostName(row.device() ?? '') === host && /^(?:ntds|dfsrs|ismserv)\.exe$/i.test(row.text('InitiatingProcessFileName') ?? row.text('FileName') ?? ''),
  );
}

/** Whether a device serves others: told by the tenant, or by its operating system. */
export function isServer(scene: Scene, device: Pick<EntityFact, 'entity'>): boolean {
  const told = assetOf(scene, device);
  if (told?.role === 'server' || told?.criticality === 'critical') return true;
  const { entity } = device;
  const system = `${text(entity.attributes['osPlatform']) ?? ''} ${text(entity.attributes['version']) ?? ''}`;
  const host = hostName(text(entity.attributes['dnsName']) ?? entity.value);
  const info = scene.rows.find((row) => row.table === 'DeviceInfo' && hostName(row.device() ?? '') === host);
  if (serverName.test(host)) return true;
  return /server/i.test(`${system} ${info?.text('OSPlatform') ?? ''} ${info?.text('DeviceType') ?? ''}`) || isDomainController(scene, device);
}

/** First label of a name, in lower case. */
export function hostName(name: string): string {
  return name.toLowerCase().split('.')[0] ?? '';
}

function tagsOf(scene: Scene, mentions: readonly { alertId: string; evidenceIndex: number; relation?: string }[]): string[] {
  return mentions
    .filter(({ relation }) => relation === undefined)
    .flatMap(({ alertId, evidenceIndex }) => scene.alerts.get(alertId)?.alert.evidence[evidenceIndex]?.tags ?? []);
}

/** Whether an account is a bait: told by the tenant, tagged, or the account that alerts about deceptive accounts are about. */
export function isDecoy(scene: Scene, user: Pick<EntityFact, 'entity'>): boolean {
  if (assetOf(scene, user)?.role === 'decoy') return true;
  const { entity } = user;
  if (tagsOf(scene, entity.mentions).some((tag) => /decoy|honey ?token|deception|honeypot/i.test(tag))) return true;
  const about = entity.alertIds.filter((id) => /decept|decoy|honey ?token/i.test(scene.alerts.get(id)?.alert.title ?? ''));
  if (about.length === 0) return false;
  const known = entity.attributes['azureAdUserId'] !== undefined || entity.attributes['userPrincipalName'] !== undefined;
  const ran = scene.set.entities.some(
    ({ entity: other }) =>
      other.type === 'process' &&
      [entity.value, ...entity.names].some((name) => name.toLowerCase() === String(other.attributes['account'] ?? '').toLowerCase()),
  );
  if (ran) return false;
  // Of two accounts in such an alert the one the directory does not know is the bait.
  const besideUnknown =
    known &&
    about.some((id) =>
      (scene.named.get(id) ?? []).some(
        ({ entity: other }) =>
          other.type === 'user' &&
          other !== entity &&
          other.attributes['wellKnown'] !== 'true' &&
          other.attributes['azureAdUserId'] === undefined &&
          other.attributes['userPrincipalName'] === undefined,
      ),
    );
  return !besideUnknown && (!known || about.length * 2 >= entity.alertIds.length);
}
