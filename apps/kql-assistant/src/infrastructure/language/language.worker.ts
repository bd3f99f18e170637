import { parentPort } from 'node:worker_threads';
import { KqlError } from '@attest/kql-engine';
import type { LanguageAnswer, LanguageRequest, OutsideAnswer } from './language-messages.js';
import { emptyTables } from '../../domain/tenant-schema.js';
import { operations, type Outside } from './operations.js';

/** The thread of the language service. What is asked here is text of people and data; a call that does not end is ended with the thread. */

const port = parentPort;
if (port === null) throw new Error('The language service runs in a thread of its own.');

// Loading takes seconds, and the first query many more times what the second takes: no query's time pays for it.
void operations.check({ kql: 'DeviceProcessEvents | where Timestamp > ago(1d) and FileName has "x" | summarize count() by DeviceName | take 1', tables: emptyTables }, () => Promise.reject(new Error('Nothing is asked for this.')));
port.postMessage('ready');

let asked = 0;
const open = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();

port.on('message', (message: LanguageRequest | OutsideAnswer) => {
  if (!('op' in message)) {
    const waiting = open.get(message.ask);
    open.delete(message.ask);
    if (message.failed === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(message.failed.code === undefined ? new Error(message.failed.message) : new KqlError(message.failed.code, message.failed.message));
    return;
  }
  const { id, op, input } = message;
  const outside: Outside = (question) =>
    new Promise((resolve, reject) => {
      const ask = (asked += 1);
      open.set(ask, { resolve, reject });
      port.postMessage({ id, question, ask } satisfies LanguageAnswer);
    });
  const failed = (error: unknown): void => port.postMessage({ id, error: error instanceof KqlError ? { code: error.code, message: error.message, ...(error.position === undefined ? {} : { position: error.position }) } : { message: error instanceof Error ? (error.stack ?? error.message) : String(error) } } satisfies LanguageAnswer);
  const done = (result: unknown): void => port.postMessage({ id, result } satisfies LanguageAnswer);
  try {
    const result: unknown = (operations[op] as (input: unknown, outside: Outside) => unknown)(input, outside);
    if (result instanceof Promise) result.then(done, failed);
    else done(result);
  } catch (error) {
    failed(error);
  }
});
