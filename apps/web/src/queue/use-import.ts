import { useCallback, useRef, useState } from 'react';
import { kindOf, readEventsAnswer, readIncidentsAnswer, sendFile, type ImportOutcome } from './import-files.js';

/** One chosen file on its way. */
export interface ImportItem {
  key: number;
  name: string;
  size: number;
  /** Share sent, 0 to 1; the server may still be reading at 1. */
  progress: number;
  outcome?: ImportOutcome;
}

/** Sends chosen files one after another: incidents first, so that events find theirs. */
export function useImport(onImported: () => void): { items: readonly ImportItem[]; busy: boolean; add: (files: readonly File[], eventsOf: string) => void } {
  const [items, setItems] = useState<readonly ImportItem[]>([]);
  const [running, setRunning] = useState(0);
  const next = useRef(0);

  const add = useCallback(
    (files: readonly File[], eventsOf: string) => {
      const chosen = [...files].sort((a, b) => Number(kindOf(a.name) === 'events') - Number(kindOf(b.name) === 'events')).map((file) => ({ file, key: next.current++ }));
      const patch = (key: number, change: Partial<ImportItem>): void => setItems((now) => now.map((item) => (item.key === key ? { ...item, ...change } : item)));
      setItems((now) => [...now, ...chosen.map(({ file, key }) => ({ key, name: file.name, size: file.size, progress: 0 }))]);
      setRunning((now) => now + 1);
      void (async () => {
        let target = eventsOf.trim();
        for (const { file, key } of chosen) {
          const outcome = await importOne(file, target, (progress) => patch(key, { progress }));
          if (outcome.kind === 'incidents' && outcome.incidents.length === 1) target = outcome.incidents[0]?.id ?? target;
          patch(key, { outcome, progress: 1 });
        }
        setRunning((now) => now - 1);
        onImported();
      })();
    },
    [onImported],
  );
  return { items, busy: running > 0, add };
}

async function importOne(file: File, target: string, onProgress: (share: number) => void): Promise<ImportOutcome> {
  const kind = kindOf(file.name);
  if (kind === 'unknown') return { kind: 'refused', reason: 'Only .json, .json.gz, .jsonl and .jsonl.gz files are taken.' };
  if (kind === 'events') {
    if (!target) return { kind: 'refused', reason: 'Events belong to an incident: name its id below, or choose the incident file together with its events.' };
    const { status, body } = await sendFile(file, `/api/incidents/${encodeURIComponent(target)}/events`, onProgress);
    return readEventsAnswer(target, status, body);
  }
  const { status, body } = await sendFile(file, '/api/incidents', onProgress);
  return readIncidentsAnswer(status, body);
}
