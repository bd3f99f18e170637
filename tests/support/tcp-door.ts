import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can be shut, as when the server is down, and opened again. */
export interface TcpDoor {
  port: number;
  /** `refuse`: nobody listens and connections break. `swallow`: connections stay and nothing passes, as behind a broken network. */
  shut(how: 'refuse' | 'swallow'): void;
  open(): void;
  close(): Promise<void>;
}

/** Opens a door on loopback to `host:port`. */
export async function tcpDoor(host: string, port: number): Promise<TcpDoor> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'refuse' | 'swallow' = 'open';
  const server = createServer((near) => {
    if (state === 'refuse') return void near.destroy();
    const far = connect(port, host);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
      one.pipe(other);
      if (state === 'swallow') one.unpipe(other).pause();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const end = (): void => {
    for (const [near] of pairs) near.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    shut(how) {
      state = how;
      if (how === 'refuse') end();
      else for (const [near, far] of pairs) for (const [one, other] of [[near, far], [far, near]] as const) one.unpipe(other).pause();
    },
    open() {
      // What was swallowed is lost with its connection, as after a broken network.
      if (state === 'swallow') end();
      state = 'open';
    },
    async close() {
      state = 'refuse';
      end();
      await new Promise((done) => server.close(done));
    },
  };
}
