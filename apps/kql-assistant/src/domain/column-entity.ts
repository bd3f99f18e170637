/** What a column of a hunt holds, so that its cells can be pivoted from. */
export type EntityKind = 'DEVICE' | 'USER' | 'IP' | 'URL' | 'DOMAIN' | 'FILE_HASH' | 'FILE' | 'PROCESS' | 'MAIL_MESSAGE' | 'MAILBOX' | 'REGISTRY_KEY' | 'CLOUD_APP' | 'ALERT';

const rules: readonly (readonly [RegExp, EntityKind])[] = [
  [/^(?:InitiatingProcess(?:Parent)?|Process)?(?:SHA1|SHA256|MD5)$/, 'FILE_HASH'],
  [/(?:^|Initiating|Local|Remote|Target|Source|Destination)Device(?:Name|Id)$|^Computer$|^DeviceName_/, 'DEVICE'],
  [/Upn$|UserPrincipalName$|^(?:InitiatingProcess|Target|Initiating|Request)?Account(?:Name|ObjectId|Sid)$|^AccountDisplayName$|^AssignedUser$/i, 'USER'],
  [/(?:^|[a-z])(?:IP|IPAddress|Ipv4|Ipv6)$|^IPAddress|^(?:Sender|Local|Remote|File|Public)IP(?:v4|v6)?$|^FileOriginIP$/, 'IP'],
  [/Url$|^Url(?!Count)|^FileOriginReferrerUrl$/, 'URL'],
  [/Domain$/, 'DOMAIN'],
  [/^NetworkMessageId$|^InternetMessageId$/, 'MAIL_MESSAGE'],
  [/^(?:Recipient|SenderFrom|SenderMailFrom|Sender)(?:Email)?Address$|^RecipientEmailAddress$/, 'MAILBOX'],
  [/ProcessCommandLine$|^InitiatingProcess(?:Parent)?FileName$|^ProcessVersionInfoOriginalFileName$/, 'PROCESS'],
  [/^(?:Previous)?FileName$|FolderPath$/, 'FILE'],
  [/^(?:Previous)?RegistryKey$/, 'REGISTRY_KEY'],
  [/^Application(?:Id)?$|^OAuthApplicationId$|^AppName$/, 'CLOUD_APP'],
  [/^AlertId$/, 'ALERT'],
];

/** The kind of entity in a column, by the names that advanced hunting gives; undefined for other values. */
export function entityOfColumn(name: string): EntityKind | undefined {
  if (/AccountDomain$/.test(name)) return undefined;
  return rules.find(([form]) => form.test(name))?.[1];
}
