import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts stuck-consumer.process.mjs and resolves when it listens. It runs from the build, as a service would. */
export async function startStuckConsumer(driver: 'embedded' | 'kafka', address: string, sessionMs: number, group: string): Promise<{ handling: Promise<string>; kill(): void }> {
  const child = spawn(process.execPath, [join(process.cwd(), 'tests/messaging/stuck-consumer.process.mjs'), driver, address, String(sessionMs), group], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const waiting: { pattern: RegExp; found: (text: string) => void }[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const { pattern, found } of waiting) if (pattern.test(output)) found(output);
  });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      if (pattern.test(output)) return resolve(output);
      waiting.push({ pattern, found: resolve });
      child.once('exit', (code) => reject(new Error(`the consumer ended with ${code}`)));
    });
  const handling = says(/handling/);
  handling.catch(() => undefined);
  await says(/listening/);
  return { handling, kill: () => child.kill('SIGKILL') };
}
