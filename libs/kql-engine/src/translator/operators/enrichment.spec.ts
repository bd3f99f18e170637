import { DuckDbBackend } from '../../backends/duckdb-backend.js';

describe('enrichment functions over local events', () => {
  let backend: DuckDbBackend;
  const sha1 = 'aa'.repeat(20);
  const sha256 = 'bb'.repeat(32);

  beforeAll(async () => {
    backend = await DuckDbBackend.open();
    const addresses = (...list: string[]): string => JSON.stringify(list.map((IPAddress) => ({ IPAddress, SubnetPrefix: 24, AddressType: 'Private' })));
    const rows = [
      { Table: 'DeviceFileEvents', Timestamp: '2024-05-01T10:00:00Z', DeviceId: 'd1', FileName: 'a.exe', SHA1: sha1, SHA256: sha256, FileSize: 7 },
      { Table: 'DeviceFileEvents', Timestamp: '2024-05-02T10:00:00Z', DeviceId: 'd2', FileName: 'b.exe', SHA1: 'cc'.repeat(20), SHA256: '' },
      { Table: 'DeviceFileCertificateInfo', Timestamp: '2024-04-01T10:00:00Z', SHA1: sha1, IsSigned: true, IsTrusted: false, Signer: 'Old' },
      { Table: 'DeviceFileCertificateInfo', Timestamp: '2024-05-01T10:00:00Z', SHA1: sha1, IsSigned: true, IsTrusted: true, Signer: 'Contoso', Issuer: 'CA' },
      { Table: 'DeviceNetworkInfo', Timestamp: '2024-05-01T10:00:00Z', DeviceId: 'd1', DeviceName: 'PC1', IPAddresses: addresses('10.0.0.1') },
      { Table: 'DeviceNetworkInfo', Timestamp: '2024-05-03T10:00:00Z', DeviceId: 'd1', DeviceName: 'PC1', IPAddresses: addresses('10.0.0.2', '10.0.0.3') },
      { Table: 'DeviceNetworkEvents', Timestamp: '2024-05-03T11:00:00Z', DeviceId: 'd2', RemoteIP: '10.0.0.3' },
      { Table: 'DeviceNetworkEvents', Timestamp: '2024-05-03T11:00:00Z', DeviceId: 'd1', RemoteIP: '10.0.0.3' },
      { Table: 'DeviceInfo', Timestamp: '2024-05-03T11:00:00Z', DeviceId: 'd1', DeviceName: 'PC1' },
    ];
    await backend.store.append(rows.map((row) => JSON.stringify(row)).join('\n'));
  });

  afterAll(() => backend.close());

  async function rows(kql: string): Promise<unknown[][]> {
    return (await backend.run({ kql, now: '2024-05-04T00:00:00Z' })).rows;
  }

  it('adds what local events know of a file, and null for what nobody here knows', async () => {
    const wanted = 'project FileName, MD5, Signer, SignatureState, IsCertificateValid, GlobalPrevalence, ProfileAvailability';
    expect(await rows(`DeviceFileEvents | order by FileName asc | invoke FileProfile(SHA1, 1000) | ${wanted}`)).toEqual([
      ['a.exe', '', 'Contoso', 'SignedValid', true, null, 'Available'],
      ['b.exe', '', '', '', null, null, 'Available'],
    ]);
    expect(await rows(`print h = '${sha256}', x = 'nothing' | invoke FileProfile('h', 10) | project SHA1, FileSize, Signer`)).toEqual([[sha1, 7, 'Contoso']]);
    expect(await rows("print h = 'ff' | invoke FileProfile('h') | project ProfileAvailability")).toEqual([['Missing']]);
  });

  it('knows the devices of an address at a moment', async () => {
    expect(await rows("datatable(ip:string)['10.0.0.1', '10.0.0.2'] | invoke DeviceFromIP(ip)")).toEqual([['10.0.0.2', 'd1']]);
    expect(await rows("datatable(ip:string)['10.0.0.1', '10.0.0.2'] | invoke DeviceFromIP(ip, datetime(2024-05-02))")).toEqual([['10.0.0.1', 'd1']]);
  });

  it('knows the addresses of a device', async () => {
    expect(await rows("AssignedIPAddresses('pc1') | project IPAddress, IPType | order by IPAddress asc")).toEqual([['10.0.0.2', 'Private'], ['10.0.0.3', 'Private']]);
    expect(await rows("AssignedIPAddresses('d1', datetime(2024-05-02)) | project IPAddress")).toEqual([['10.0.0.1']]);
  });

  it('finds the devices that had traffic with a device', async () => {
    expect(await rows("DeviceInfo | where DeviceName == 'PC1' | invoke SeenBy()")).toEqual([['d2']]);
  });
});
