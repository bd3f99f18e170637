import { analyzeScript } from '../analysis/analyze-script.js';
import { ScriptPool } from './script-pool.js';

const text = (i: number): Uint8Array => Buffer.from(`iex ('Write-Host http://h${i}.exam'+'ple.test/x')`);

describe('ScriptPool', () => {
  it('gives what one thread gives, whatever the number of threads', async () => {
    const scripts = Array.from({ length: 12 }, (_, i) => text(i));
    for (const workers of [1, 3]) {
      const pool = new ScriptPool({ workers });
      const results = await Promise.all(scripts.map((bytes) => pool.analyze(bytes)));
      await pool.close();
      expect(results.map((result) => JSON.stringify(result))).toEqual(scripts.map((bytes) => JSON.stringify(analyzeScript(bytes))));
    }
  });

  it('ends a thread that does not answer, reads its script on the surface, and goes on', async () => {
    const pool = new ScriptPool({ workers: 1, endAfterMs: 1 });
    const [slow, next] = await Promise.all([pool.analyze(Buffer.from(`$u='http://s.example.test/x';${'$a=@();1..99999|%{$a+=$_};'.repeat(3)}`)), pool.analyze(text(1))]);
    await pool.close();
    expect(slow.notDecoded).toContainEqual(expect.objectContaining({ reason: 'budget' }));
    expect(next.verdict).toBeDefined();
  });

  it('rejects what is cancelled, and everything once it is closed', async () => {
    const pool = new ScriptPool({ workers: 1 });
    const abort = new AbortController();
    const cancelled = pool.analyze(text(1), {}, abort.signal);
    abort.abort();
    await expect(cancelled).rejects.toThrow('cancelled');
    const waiting = pool.analyze(text(2));
    await pool.close();
    await expect(waiting).rejects.toThrow('closed');
  });
});
