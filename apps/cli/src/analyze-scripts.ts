import { availableParallelism } from 'node:os';
import type { ScriptFindings, SeenScript } from '@attest/incident-engine';
import { scriptBrief, type ScriptAnalysis } from '@attest/script-engine';
import { ScriptPool } from '@attest/script-engine/pool';
import { say } from './say.js';

/** Script analysis of every command line and script the incident holds, by the engine of the service; tells the count on standard error. `seen` is shown each whole analysis. */
export async function analyzeScripts(scripts: ReadonlyMap<string, SeenScript>, seen?: (sha256: string, analysis: ScriptAnalysis) => void): Promise<ScriptFindings[]> {
  if (scripts.size === 0) return [];
  const pool = new ScriptPool({ workers: Math.min(availableParallelism(), Math.ceil(scripts.size / 50)) });
  try {
    const findings = await Promise.all([...scripts].map(async ([sha256, { text }]): Promise<ScriptFindings> => {
      const { analysis } = await pool.timed(Buffer.from(text), {});
      seen?.(sha256, analysis);
      return { sha256, ...scriptBrief(analysis) };
    }));
    say(`${findings.length} scripts and command lines analysed, ${findings.filter(({ verdict }) => verdict === 'malicious').length} malicious`);
    return findings;
  } finally {
    await pool.close();
  }
}
