/** Hunts of the mock gateway: a few questions with set answers, and queries answered from made-up rows. Hostile text included. */

const hostile = 'cmd.exe /c echo \u202Egnp.exe <img src=x onerror=alert(1)>';

const columns = [
  { name: 'Timestamp', type: 'datetime', entity: null },
  { name: 'DeviceName', type: 'string', entity: 'DEVICE' },
  { name: 'AccountUpn', type: 'string', entity: 'USER' },
  { name: 'FileName', type: 'string', entity: 'FILE' },
  { name: 'RemoteIP', type: 'string', entity: 'IP' },
  { name: 'ProcessId', type: 'long', entity: null },
  { name: 'ProcessCommandLine', type: 'string', entity: null },
  { name: 'AdditionalFields', type: 'dynamic', entity: null },
];
const clauses = [
  ['DeviceProcessEvents', 'Look at process events'],
  ['| where FileName =~ "powershell.exe"', 'Keep rows where the file name is powershell.exe'],
  ['| where ProcessCommandLine has "-enc"', 'Keep rows where the command line has the term -enc'],
  ['| project Timestamp, DeviceName, AccountUpn, FileName', 'Show time, device, user and file'],
];
export const answeredKql = clauses.map(([kql]) => kql).join('\n');

function rowOf(index) {
  const at = new Date(Date.UTC(2026, 10, 29) - index * 61_000).toISOString().replace('Z', '0000Z');
  return [at, `host-${index % 97}.contoso.example`, `user${index % 41}@contoso.example`, index % 3 === 0 ? 'powershell.exe' : 'cmd.exe', `203.0.113.${index % 250}`, 1000 + ((index * 7919) % 60_000), index === 1 ? hostile : `powershell -nop -w hidden -enc ${'QQBCAEMA'.repeat(1 + (index % 5))}`, index % 4 === 0 ? null : { parent: 'explorer.exe', depth: index % 6 }];
}

/** What a query gives here: by words in it, since nothing is executed. */
function resultOf(kql) {
  if (/\bbad\b/.test(kql)) return { problem: { code: 'KQL_INVALID', message: "The name 'bad' does not refer to any known column.", line: 1, column: 22, start: 21, length: 3 } };
  if (/nothing/.test(kql)) return { columns, rows: [] };
  if (/summarize/.test(kql)) {
    const days = Array.from({ length: 24 }, (_, hour) => hour);
    return {
      columns: [{ name: 'Timestamp', type: 'datetime', entity: null }, { name: 'DeviceName', type: 'string', entity: 'DEVICE' }, { name: 'Count', type: 'long', entity: null }],
      rows: days.flatMap((hour) => ['alpha', 'beta', 'gamma'].map((device, number) => [new Date(Date.UTC(2026, 10, 28, hour)).toISOString().replace('Z', '0000Z'), device, 5 + ((hour * (number + 3)) % 17)])),
      chart: { kind: 'TIME', x: 'Timestamp', y: ['Count'], series: 'DeviceName', reason: 'Amounts over time', title: null },
    };
  }
  if (/top-users/.test(kql)) return { columns: [{ name: 'AccountUpn', type: 'string', entity: 'USER' }, { name: 'Count', type: 'long', entity: null }], rows: Array.from({ length: 12 }, (_, index) => [`user${index}@contoso.example`, 400 - index * 31]), chart: { kind: 'BAR', x: 'AccountUpn', y: ['Count'], series: null, reason: 'Amounts by user', title: null } };
  const amount = Number(/take (\d+)/.exec(kql)?.[1] ?? 25);
  return { columns, rows: Array.from({ length: amount }, (_, index) => rowOf(index)) };
}

const emptyResult = { sentence: 'The filter on the file name leaves nothing: 0 of 1,204 rows have it.', clause: { text: 'Keep rows where the file name is nothing.exe', kql: '| where FileName == "nothing.exe"', start: 20, length: 33 }, relaxed: [{ sentence: 'Without the filter on the file name', kql: 'DeviceProcessEvents\n| take 40', rowCount: 40 }] };

/** Ids, and what is kept, as the service would. */
export class MockHunts {
  asked = [];
  runs = new Map();
  hunts = [];
  saved = [];
  linked = [];
  slow = false;
  next = 1;

  linkedTo(incidentId) {
    return this.linked.filter((hunt) => hunt.incidentId === incidentId);
  }

  download(pathname, response) {
    const run = this.runs.get(decodeURIComponent(pathname.split('/')[3]));
    response.writeHead(run ? 200 : 404, { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="rows.csv"' }).end(run ? run.rows.map((row) => row.join(',')).join('\n') : '');
  }

  turn(fields) {
    const turn = { id: `hunt-${this.next++}`, question: null, status: 'ANSWERED', answer: '', kql: null, timeRange: null, tables: [], logic: [], literals: [], choices: [], dryRun: null, chart: null, composer: 'RULES', model: null, fallback: null, suggestions: [], incidentId: null, previousId: null, by: 'analyst', createdAt: new Date().toISOString(), ms: 12, lastRun: null, ...fields };
    this.hunts.unshift(turn);
    return turn;
  }

  async ask(question, context) {
    this.asked.push({ question, context });
    if (this.slow) await new Promise((resolve) => setTimeout(resolve, 1_500));
    if (/nonsense/.test(question)) return this.turn({ question, status: 'UNANSWERED', answer: 'No table here tells about that. Ask about processes, network, sign-ins, mail or files.' });
    if (/logins/.test(question) && !context?.choiceId) return this.turn({ question, status: 'CLARIFY', answer: 'Logins are recorded in two places. Which do you mean?', choices: [{ id: 'device', label: 'Sign-ins to devices', detail: 'DeviceLogonEvents', kql: null }, { id: 'cloud', label: 'Sign-ins to Entra ID', detail: 'EntraIdSignInEvents', kql: null }] });
    if (/nothing/.test(question)) return this.turn({ question, answer: 'Processes called nothing.exe', kql: 'DeviceProcessEvents\n| where FileName == "nothing.exe"', logic: [{ text: 'Look at process events', kql: 'DeviceProcessEvents', start: 0, length: 19 }, emptyResult.clause], literals: [{ value: 'nothing.exe', origin: 'QUESTION', column: 'FileName', detail: 'nothing.exe' }], dryRun: { rowCount: 0, atLeast: false, ms: 9, problem: null, empty: emptyResult } });
    let start = 0;
    const logic = clauses.map(([kql, text]) => {
      const line = { text, kql, start, length: kql.length };
      start += kql.length + 1;
      return line;
    });
    return this.turn({
      question,
      answer: context?.choiceId ? `Sign-ins, as you chose: ${context.choiceId}` : 'Processes named powershell.exe whose command line has -enc, in the last 7 days',
      kql: answeredKql,
      timeRange: { from: null, to: null, last: '7d' },
      tables: ['DeviceProcessEvents'],
      logic,
      literals: [
        { value: 'powershell.exe', origin: 'QUESTION', column: 'FileName', detail: 'PowerShell' },
        { value: '-enc', origin: 'ASSUMED', column: 'ProcessCommandLine', detail: 'encoded' },
        { value: '7d', origin: 'CATALOGUE', column: 'Timestamp', detail: null },
        { value: 'host-1.contoso.example', origin: 'INCIDENT', column: 'DeviceName', detail: 'Device of the incident' },
      ],
      dryRun: { rowCount: 1204, atLeast: false, ms: 31, problem: null, empty: null },
      suggestions: ['by hour', 'only on host-1.contoso.example'],
      incidentId: context?.incidentId ?? null,
      previousId: context?.huntId ?? null,
    });
  }

  runOf(id) {
    const { rows, ...run } = this.runs.get(id);
    return { ...run, rowCount: rows.length };
  }

  run({ kql, timeRange, huntId, incidentId }) {
    const { columns: found = [], rows = [], problem = null, chart = null } = resultOf(kql);
    const run = { id: `run-${this.next++}`, huntId: huntId ?? null, kql, timeRange: timeRange ?? null, incidentId: incidentId ?? null, status: problem ? 'FAILED' : 'RUNNING', problem, columns: found, rows, truncated: rows.length >= 100_000, chart, empty: rows.length === 0 && !problem ? emptyResult : null, backend: 'duckdb', by: 'analyst', startedAt: new Date().toISOString(), endedAt: null, ms: 42, rowsUntil: null };
    this.runs.set(run.id, run);
    if (!huntId) this.turn({ status: 'TYPED', kql, lastRun: { ...this.runOf(run.id), status: 'DONE' } });
    return this.runOf(run.id);
  }

  async *rows({ runId, from = 0 }) {
    const run = this.runs.get(runId);
    const size = 10_000;
    for (let at = from; at === from || at < run.rows.length; at += size) {
      if (this.slow) await new Promise((resolve) => setTimeout(resolve, 700));
      const done = at + size >= run.rows.length;
      if (done) run.status = 'DONE';
      yield { huntRows: { runId, columns: run.columns, from: at, rows: run.rows.slice(at, at + size), done, run: this.runOf(runId) } };
    }
  }

  rootValue() {
    const page = (items, first = 25, after) => {
      const start = after ? Number(after) : 0;
      const nodes = items.slice(start, start + first);
      return { nodes, edges: [], totalCount: items.length, pageInfo: { hasNextPage: start + first < items.length, endCursor: String(start + nodes.length) } };
    };
    return {
      huntEngine: { backend: 'duckdb', model: null, maxRows: 100_000, timeoutSeconds: 30, maxQueryLength: 100_000 },
      huntSchema: { tables: [{ name: 'DeviceProcessEvents', category: 'Devices', rowCount: 1204, columns: columns.map((column) => ({ ...column, values: column.name === 'FileName' ? ['cmd.exe', 'powershell.exe'] : [] })) }, { name: 'EmailEvents', category: 'Email', rowCount: 0, columns: [{ name: 'Subject', type: 'string', entity: null, values: [] }] }] },
      huntExamples: ({ incidentId }) => [
        { question: incidentId ? `What else happened on the devices of incident ${incidentId}?` : 'Which devices ran encoded PowerShell in the last 7 days?', topic: 'Processes' },
        { question: 'Who failed to sign in more than 20 times in a day?', topic: 'Identity' },
        { question: 'Which mails brought an attachment that later ran?', topic: 'Mail' },
        { question: 'A fourth one', topic: 'Network' },
      ],
      huntPivots: ({ entity }) => [
        { title: 'All activity', kql: `DeviceProcessEvents\n| where DeviceName == "${entity.value}" // ${entity.type}`, tables: ['DeviceProcessEvents'] },
        { title: 'Network connections', kql: `DeviceNetworkEvents\n| where DeviceName == "${entity.value}"`, tables: ['DeviceNetworkEvents'] },
      ],
      checkKql: ({ kql }) => {
        const at = kql.indexOf('FileNam ');
        const diagnostics = at < 0 ? [] : [{ severity: 'ERROR', code: 'KS142', message: "The name 'FileNam' does not refer to any known column.", start: at, length: 7, line: kql.slice(0, at).split('\n').length, column: at - kql.lastIndexOf('\n', at - 1), fix: 'FileName' }];
        return { ok: diagnostics.length === 0, diagnostics, columns: [], tables: [] };
      },
      completeKql: ({ kql, position }) => {
        const word = /\w*$/.exec(kql.slice(0, position))[0];
        return ['FileName', 'FileSize', 'FolderPath'].map((label) => ({ label, kind: 'COLUMN', detail: 'string', insertText: label, start: position - word.length, length: word.length, caret: null }));
      },
      explainHunt: ({ kql }) => ({ lines: [{ text: 'Look at a table', kql: kql.split('\n')[0], start: 0, length: kql.split('\n')[0].length }], literals: [], tables: [], problem: null }),
      hunts: ({ first, after, filter }) => page(this.hunts.filter((hunt) => !filter?.text || `${hunt.question} ${hunt.kql}`.includes(filter.text)), first, after),
      savedHunts: ({ first, after }) => page(this.saved, first, after),
      askHunt: ({ question, context }) => this.ask(question, context),
      runHunt: (args) => this.run(args),
      cancelHunt: ({ runId }) => Object.assign(this.runs.get(runId), { status: 'CANCELLED' }) && this.runOf(runId),
      forgetHunts: () => this.hunts.splice(0).length,
      saveHunt: ({ input }) => {
        const hunt = { id: `saved-${this.next++}`, description: null, timeRange: null, ...input, own: true, by: 'analyst', createdAt: new Date().toISOString(), updatedAt: new Date().toISOString() };
        this.saved.push(hunt);
        return hunt;
      },
      deleteSavedHunt: ({ id }) => Boolean((this.saved = this.saved.filter((hunt) => hunt.id !== id))),
      linkHunt: ({ runId, incidentId, title, note, rows }) => {
        const run = this.runs.get(runId);
        const kept = rows ? rows.map((row) => run.rows[row]) : run.rows;
        const hunt = { id: `linked-${this.next++}`, incidentId, title: title ?? 'Hunt', note: note ?? null, question: null, kql: run.kql, timeRange: null, columns: run.columns, rowCount: kept.length, kept, ranAt: run.startedAt, linkedBy: 'analyst', linkedAt: new Date().toISOString() };
        this.linked.unshift(hunt);
        return hunt;
      },
      incidentHunt: ({ id }) => {
        const hunt = this.linked.find((each) => each.id === id);
        return hunt ? { ...hunt, rows: ({ first, after }) => page(hunt.kept, first, after) } : null;
      },
      unlinkHunt: ({ id }) => Boolean((this.linked = this.linked.filter((hunt) => hunt.id !== id))),
      huntRows: (args) => this.rows(args),
    };
  }
}
