/// <reference types="@kusto/language-service-next" />
import { createRequire } from 'node:module';

/**
 * Microsoft's own KQL parser and binder. The package's entry alone throws: the Bridge runtime has to be loaded before
 * it, and both register on the global object. Loading takes up to a second, so it happens on first use.
 */

/** The namespace `Kusto.Language` of `@kusto/language-service-next`. */
export type KustoLanguage = typeof Kusto.Language;

let loaded: KustoLanguage | undefined;

/** Loads the language service once for this thread; a process that began from tools/kql-snapshot.mjs has it. */
export function kustoLanguage(): KustoLanguage {
  loaded ??= inPlace() ?? load();
  return loaded;
}

/** Whether the language service is there without loading, as in a process that began from a snapshot of one that loaded it. */
export function languageInPlace(): boolean {
  return (loaded ?? inPlace()) !== undefined;
}

function inPlace(): KustoLanguage | undefined {
  return (globalThis as { Kusto?: { Language?: KustoLanguage } }).Kusto?.Language;
}

function load(): KustoLanguage {
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  return inPlace() as KustoLanguage;
}
