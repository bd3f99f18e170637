import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireFreePort, startFault } from './start-fault.js';

const faultOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'started', startFault);

describe('why a process cannot start', () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    port = (taken.address() as AddressInfo).port;
  });
  afterAll(() => taken.close());

  it('is the port, when another program has it', async () => {
    expect(await faultOf(requireFreePort({ port, host: '127.0.0.1' }))).toBe(`Another program listens on 127.0.0.1:${port} already. Stop it, or set ATTEST_PORT to a free port.`);
    expect(await faultOf(requireFreePort({ port: 0, host: '127.0.0.1' }))).toBe('started');
  });

  it('is the address, when the machine does not have it', async () => {
    expect(await faultOf(requireFreePort({ port: 0, host: '192.0.2.7' }))).toBe('192.0.2.7 is no address of this machine. Set ATTEST_HOST to one that is.');
  });

  it('is the database, when nothing answers there, under any of its addresses', async () => {
    const [probe] = [createServer()];
    await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
    const free = (probe.address() as AddressInfo).port;
    await new Promise((done) => probe.close(done));
    const refused = await new Promise<Error>((resolve) => connect(free, '127.0.0.1').once('error', resolve));
    const sentence = `Nothing answers at 127.0.0.1:${free} (ECONNREFUSED). Is DATABASE_URL right, and does PostgreSQL run there?`;
    expect([startFault(refused), startFault(new AggregateError([refused, refused], ''))]).toEqual([sentence, sentence]);
    expect(startFault(Object.assign(new Error('password authentication failed for user "attest"'), { code: '28P01' }))).toBe('PostgreSQL at DATABASE_URL refused the connection: password authentication failed for user "attest".');
  });

  it('is the data folder, when it cannot be made', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'attest-start-')), 'file');
    await writeFile(file, '');
    expect(await faultOf(mkdir(join(file, 'data'), { recursive: true }))).toBe(`${join(file, 'data')} could not be used: a part of the path is no folder. Set ATTEST_DATA_DIR to a folder that can be written.`);
  });

  it('is what the error says, when it was written for people', () => {
    expect(startFault(new Error('ATTEST_PORT must be a whole number from 0 to 65535.'))).toBe('ATTEST_PORT must be a whole number from 0 to 65535.');
  });
});
