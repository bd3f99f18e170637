import type { HuntingFunction } from './hunting-schema.js';

/**
 * The enrichment functions of advanced hunting. The bodies only tell the binder which columns come out; the embedded
 * engine carries the functions out over local data, remote services by themselves.
 */
export const enrichmentFunctions: readonly HuntingFunction[] = [
  {
    name: 'FileProfile',
    parameters: "(T:(*), FileId:string='SHA1', MaxFiles:long=100)",
    body: `{ T | extend SHA1='', SHA256='', MD5='', FileSize=long(null), GlobalPrevalence=int(null), GlobalFirstSeen=datetime(null), GlobalLastSeen=datetime(null), Signer='', Issuer='',
      SignerHash='', IsCertificateValid=bool(null), IsRootSignerMicrosoft=bool(null), SignatureState='', IsExecutable=bool(null), ThreatName='', Publisher='', SoftwareName='', ProfileAvailability='' }`,
    enrichment: true,
  },
  { name: 'DeviceFromIP', parameters: "(T:(*), IPColumn:string='', At:datetime=datetime(null))", body: "{ T | project IP='', DeviceId='' }", enrichment: true },
  { name: 'SeenBy', parameters: "(T:(*), Device:string='')", body: "{ T | extend SeenBy='' | project DeviceId=SeenBy }", enrichment: true },
  {
    name: 'AssignedIPAddresses',
    parameters: '(Device:string, At:datetime=datetime(null))',
    body: "{ print Timestamp=datetime(null), IPAddress='', IPType='', NetworkAdapterType='', ConnectedNetworks='' }",
    enrichment: true,
  },
];
