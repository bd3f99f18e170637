const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { runInThisContext } = require('node:vm');

/** What `node --build-snapshot` runs: the language service of KQL, loaded and its grammar made by a first query. See kql-snapshot.mjs. */
const folder = join(__dirname, '../node_modules/@kusto/language-service-next');
for (const file of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) runInThisContext(readFileSync(join(folder, file), 'utf8'), { filename: join(folder, file) });

const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
const table = Symbols.TableSymbol.From('(Timestamp:datetime, DeviceName:string, FileName:string, AdditionalFields:dynamic)').WithName('T');
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('hunting', [table]));
const query = 'let since = ago(1d); T | where Timestamp > since and FileName in~ ("a", "b") and DeviceName has "c" | extend x = tostring(AdditionalFields.y), n = strlen(FileName) | summarize count(), arg_max(Timestamp, *) by DeviceName, bin(Timestamp, 1h) | join kind=inner (T | project DeviceName) on DeviceName | top 5 by Timestamp desc';
KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
