import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';
import { answeredKql } from './support/mock-hunt.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;
const question = 'Which devices ran encoded PowerShell in the last 7 days?';

/** A hunter in a real browser, against a stand-in for the gateway with the same schema and the same content security policy. */
suite('a hunter', () => {
  let browser: Browser;
  let gateway: Gateway;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());

  afterEach(async () => {
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
    await gateway.close();
  }, 30_000);

  const enter = async (path = '/hunt', options: object = {}): Promise<void> => {
    gateway = await startMockGateway({ incidents: madeUpIncidents(12) });
    opened = await openPage(browser, gateway.url, options);
    page = opened.page;
    page.setDefaultTimeout(20_000);
    await signIn(page, gateway.url + path, 'analyst', 'right');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Attest' }).waitFor();
  };
  const answer = () => page.getByRole('article', { name: 'Answer' });
  const grid = () => page.getByRole('grid', { name: 'Rows found' });
  const editor = () => page.locator('.monaco-editor');
  const asked = (): { question: string; context: Record<string, string | undefined> }[] => gateway.mock.hunts.asked;
  const ask = async (text: string): Promise<void> => {
    await page.getByLabel('Ask a question').fill(text);
    await page.keyboard.press('Enter');
    await answer().getByText(text, { exact: true }).first().waitFor();
  };
  const write = async (text: string): Promise<void> => {
    await editor().waitFor();
    await editor().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  const written = async (): Promise<string> => ((await editor().locator('.view-lines').innerText()) || '').replaceAll('\u00a0', ' ');
  const run = async (text: string): Promise<void> => {
    await write(text);
    await page.getByRole('button', { name: /^Run (query|again)$/ }).click();
  };
  const active = (): Promise<string> => page.evaluate(() => document.getElementById(document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant') ?? '')?.textContent ?? 'nothing');
  const clipboard = async (): Promise<string> => {
    await page.waitForTimeout(200);
    return page.evaluate(() => navigator.clipboard.readText());
  };

  test('asks in plain words, sees each step in the query, and runs it', async () => {
    await enter();
    await page.getByRole('group', { name: 'Questions to begin with' }).getByRole('button').first().click();
    await answer().getByText('Processes named powershell.exe').waitFor();
    expect(await page.getByRole('group', { name: 'Questions to begin with' }).count()).toBe(0);
    await editor().waitFor();
    expect(await written()).toBe(answeredKql);
    await page.getByRole('button', { name: 'Time range: Last 7 days' }).waitFor();
    await page.getByRole('button', { name: 'Keep rows where the command line has the term -enc' }).hover();
    const marked = editor().locator('.attest-marked');
    await marked.first().waitFor();
    expect((await marked.allInnerTexts()).join('').replaceAll('\u00a0', ' ')).toBe('| where ProcessCommandLine has "-enc"');
    await page.getByRole('list', { name: 'Values in the query' }).getByRole('button', { name: /^powershell\.exe/ }).focus();
    await page.waitForFunction(() => [...document.querySelectorAll('.attest-marked')].map((each) => each.textContent).join('') === '"powershell.exe"');
    expect(await answer().textContent()).toContain('1 value assumed');
    expect(await answer().getByRole('button', { name: /-enc.*assumed/ }).getAttribute('title')).toContain('Attest assumed it');
    await answer().getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('25 rows, 42 ms').waitFor();
    expect(await grid().getAttribute('aria-rowcount')).toBe('26');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    expect(await violations(page)).toEqual([]);
  }, 90_000);

  test('is asked back, chooses, and asks on in context until something new begins', async () => {
    await enter('/hunt?incident=1003');
    await page.getByRole('link', { name: /Suspicious sign-in.*1003/ }).waitFor();
    await page.getByRole('button', { name: 'Time range: Around the incident' }).waitFor();
    await ask('show logins');
    await answer().getByText('Which do you mean?').waitFor();
    await page.getByRole('group', { name: 'What do you mean?' }).getByRole('button', { name: /Sign-ins to Entra ID/ }).click();
    await answer().getByText('as you chose: cloud').waitFor();
    await answer().getByRole('button', { name: 'by hour' }).click();
    await answer().getByText('by hour', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Ask something new instead' }).click();
    await ask('nonsense please');
    await answer().getByText('No table here tells about that').waitFor();
    await ask('and now something');
    const [first, second, third, fourth, fifth] = asked().map(({ context }) => context);
    expect(first).toMatchObject({ incidentId: '1003' });
    expect(first?.huntId).toBeUndefined();
    expect(second).toMatchObject({ choiceId: 'cloud', huntId: 'hunt-1' });
    expect(third).toMatchObject({ huntId: 'hunt-2' });
    expect([fourth?.huntId, fifth?.huntId]).toEqual([undefined, undefined]);
  }, 90_000);

  test('keeps what was written when an answer arrives, and takes it over on request', async () => {
    await enter();
    await write('EmailEvents | take 3');
    await ask(question);
    expect(await written()).toBe('EmailEvents | take 3');
    await page.getByRole('region', { name: 'Query of the answer' }).waitFor();
    await answer().getByRole('button', { name: 'Add to editor' }).click();
    await page.waitForFunction((text) => document.querySelector('.view-lines')?.textContent?.includes(text), 'FileName');
    expect(await written()).toBe(answeredKql);
    await page.keyboard.press('Control+Z');
    expect(await written()).toBe('EmailEvents | take 3');
  }, 60_000);

  test('has answers run by themselves when that is wanted, but never a link', async () => {
    await enter();
    await page.getByRole('switch', { name: 'Run automatically' }).click();
    await ask(question);
    await page.getByText('25 rows, 42 ms').waitFor();
    await page.waitForURL(/#hunt=/);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Link copied' }).waitFor();
    const link = await clipboard();
    const before = gateway.mock.hunts.runs.size;
    await page.goto('about:blank');
    await page.goto(link);
    await editor().waitFor();
    expect(await written()).toBe(answeredKql);
    await page.getByRole('button', { name: 'Time range: Last 7 days' }).waitFor();
    await page.waitForTimeout(1_000);
    expect(gateway.mock.hunts.runs.size).toBe(before);
    expect(await page.getByRole('switch', { name: 'Run automatically' }).isChecked()).toBe(true);
    await page.goto(`${gateway.url}/hunt#hunt=zZZZZ`);
    await page.reload();
    await page.getByRole('group', { name: 'Questions to begin with' }).waitFor();
  }, 90_000);

  test('learns why there are no rows and takes the query that gives some', async () => {
    await enter();
    await run('DeviceProcessEvents\n| where FileName == "nothing.exe"');
    await page.getByRole('heading', { name: 'No rows' }).waitFor();
    await page.getByRole('region', { name: 'Results' }).getByText('0 of 1,204 rows have it').waitFor();
    await page.getByRole('button', { name: 'Without the filter on the file name' }).click();
    await page.getByText('40 rows, 42 ms').waitFor();
    expect(await written()).toBe('DeviceProcessEvents\n| take 40');
    await run('DeviceProcessEvents | bad');
    await page.getByRole('alert').getByText("The name 'bad' does not refer").waitFor();
    await page.getByRole('button', { name: 'Line 1, column 22' }).click();
  }, 60_000);

  test('writes with squiggles, completions and keys, and leaves the editor by Tab', async () => {
    await enter();
    await write('DeviceProcessEvents\n| where FileNam == "x"');
    await editor().locator('.squiggly-error').waitFor();
    await page.getByText('1 problem', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Use FileName' }).click();
    await page.getByText('Checked: the query is valid.').waitFor();
    expect(await written()).toBe('DeviceProcessEvents\n| where FileName == "x"');
    expect(await editor().locator('.squiggly-error').count()).toBe(0);
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' and Fol');
    await page.locator('.suggest-widget.visible').getByText('FolderPath').first().waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.view-lines')?.textContent?.includes('FolderPath') || document.querySelector('.view-lines')?.textContent?.includes('FileName'));
    await write('DeviceProcessEvents | take 7');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.getByText('7 rows, 42 ms').waitFor();
    await write('DeviceProcessEvents | take 9');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('9 rows, 42 ms').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true);
  }, 90_000);

  test('walks through a hundred thousand rows by keyboard, sorted, filtered and copied, with few of them drawn', async () => {
    await enter();
    await run('DeviceProcessEvents | take 100000');
    await page.getByText(/^100,000 rows, more were found/).waitFor({ timeout: 60_000 });
    expect(await grid().getAttribute('aria-rowcount')).toBe('100001');
    expect(await grid().getByRole('row').count()).toBeLessThan(80);
    await grid().focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+ArrowDown');
    await grid().getByRole('rowheader', { name: '100000' }).waitFor();
    expect(await grid().getByRole('row').count()).toBeLessThan(80);
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Home');
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+ArrowUp');
    await page.waitForTimeout(200);
    expect(await active()).toBe('ProcessId');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('[aria-sort="descending"]').waitFor({ timeout: 30_000 });
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.getElementById(document.querySelector('[role="grid"]')?.getAttribute('aria-activedescendant') ?? '')?.textContent === '60,999');
    await page.keyboard.press('Control+C');
    expect(await clipboard()).toBe('60999');
    await page.keyboard.press('Control+Shift+C');
    expect((await clipboard()).split('\t')).toHaveLength(8);
    await page.getByLabel('Filter the rows').fill('HOST-96.');
    await page.getByText('1,030 of 100,000 rows').waitFor({ timeout: 30_000 });
    expect(await grid().getAttribute('aria-rowcount')).toBe('1031');
    await grid().focus();
    await page.keyboard.press('Home');
    const head = page.getByRole('columnheader', { name: 'DeviceName' });
    const before = (await head.boundingBox())?.width ?? 0;
    const edge = await page.getByTestId('resize-1').boundingBox();
    await page.mouse.move((edge?.x ?? 0) + 4, (edge?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((edge?.x ?? 0) + 94, (edge?.y ?? 0) + 8, { steps: 4 });
    await page.mouse.up();
    expect(((await head.boundingBox())?.width ?? 0) - before).toBeGreaterThan(70);
    expect(await page.locator('[aria-sort="descending"]').count()).toBe(1);
  }, 180_000);

  test('reads hostile text as text, keeps and excludes values, and pivots from what a cell names', async () => {
    await enter();
    await run('DeviceProcessEvents | take 25');
    await page.getByText('25 rows, 42 ms').waitFor();
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const details = page.getByRole('region', { name: 'Row 2' });
    expect(await details.textContent()).toContain('⟨U+202E⟩gnp.exe <img src=x onerror=alert(1)>');
    expect(await page.locator('img').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await details.getByRole('button', { name: 'Next row' }).click();
    await page.getByRole('region', { name: 'Row 3' }).getByRole('button', { name: 'Close the row' }).click();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Exclude this value' }).click();
    await page.getByText('24 of 25 rows').waitFor();
    await page.getByRole('button', { name: /^DeviceName is not host-2/ }).click();
    await grid().getByText('host-5.contoso.example').click();
    await page.getByRole('menuitem', { name: 'Network connections' }).click();
    expect(await written()).toBe('DeviceNetworkEvents\n| where DeviceName == "host-5.contoso.example"');
    expect(gateway.mock.hunts.runs.size).toBe(1);
  }, 90_000);

  test('sees amounts as a chart, changes it, and reads it by keyboard', async () => {
    await enter();
    await run('DeviceProcessEvents\n| summarize Count = count() by bin(Timestamp, 1h), DeviceName\n| render timechart');
    const chart = page.getByRole('figure');
    await chart.getByText('Count by Timestamp: 3 lines, 72 points, from 5 to 21.').waitFor();
    await page.getByRole('group', { name: /^Chart/ }).focus();
    await page.keyboard.press('End');
    await page.getByText(/^28 Nov 2026 23:00:00 UTC: alpha \d+, beta \d+, gamma \d+$/).waitFor({ state: 'attached' });
    await chart.getByLabel('Form').selectOption('column');
    await chart.getByText('Count by Timestamp: 24 bars.').waitFor();
    await chart.getByLabel('By', { exact: true }).selectOption('DeviceName');
    await chart.getByLabel('Form').selectOption('bar');
    expect(await chart.getByRole('list').getByRole('listitem').count()).toBe(3);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Table' }).click();
    await grid().waitFor();
  }, 60_000);

  test('finds names in the schema, saves a hunt and finds it and the last ones again', async () => {
    await enter();
    await editor().waitFor();
    await page.getByRole('searchbox', { name: 'Find tables, columns and values' }).fill('power');
    await page.getByRole('button', { name: 'Known values of FileName' }).click();
    await page.getByTitle('Put DeviceProcessEvents into the query').click();
    await page.keyboard.type(' | where FileName ==');
    await page.keyboard.press('Escape');
    await page.getByTitle('Put this value into the query').filter({ hasText: 'powershell.exe' }).click();
    expect(await written()).toMatch(/^DeviceProcessEvents \| where \w+ == ?"powershell.exe"$/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('PowerShell starts');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('region', { name: 'Saved hunts' }).getByText('PowerShell starts').waitFor();
    await run('DeviceProcessEvents | take 3');
    await page.getByText('3 rows, 42 ms').waitFor();
    await page.getByRole('region', { name: 'Saved hunts' }).getByText('PowerShell starts').click();
    expect(await written()).toMatch(/powershell\.exe/);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('region', { name: 'History' }).getByText('DeviceProcessEvents | take 3').click();
    expect(await written()).toBe('DeviceProcessEvents | take 3');
    expect(await violations(page)).toEqual([]);
  }, 90_000);

  test('goes from an incident to a hunt and brings rows back to it', async () => {
    await enter('/incidents/1003/evidence');
    await page.getByRole('button', { name: 'Hunt for user3@contoso.example' }).first().click();
    await page.getByRole('menuitem', { name: 'All activity' }).click();
    await page.waitForURL(/\/hunt\?incident=1003#hunt=/);
    await editor().waitFor();
    await page.getByRole('button', { name: 'Time range: Around the incident' }).waitFor();
    expect(await written()).toContain('"user3@contoso.example"');
    expect(gateway.mock.hunts.runs.size).toBe(0);
    await page.getByRole('button', { name: 'Run query' }).click();
    await page.getByText('25 rows, 42 ms').waitFor();
    await grid().focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ ');
    await page.getByRole('button', { name: '3 marked' }).waitFor();
    await page.getByRole('button', { name: 'Link to incident' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^1003/ }).waitFor();
    expect(await dialog.getByRole('radio', { name: /^1003/ }).isChecked()).toBe(true);
    await dialog.getByLabel('Title').fill('What that user did');
    await dialog.getByRole('button', { name: 'Link', exact: true }).click();
    await page.getByRole('link', { name: 'incident 1003', exact: true }).click();
    await page.getByRole('button', { name: /What that user did/ }).click();
    expect(await page.getByRole('grid', { name: 'Rows kept' }).getAttribute('aria-rowcount')).toBe('4');
    expect(await violations(page)).toEqual([]);
  }, 90_000);

  test('stops a query, and is told when the server refuses', async () => {
    await enter();
    gateway.mock.hunts.slow = true;
    await run('DeviceProcessEvents | take 60000');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/^Stopped/).waitFor();
    gateway.mock.hunts.slow = false;
    gateway.mock.refuse.set('RunHunt', 'Too many hunts run at once. Wait for one to end.');
    gateway.mock.refuse.set('AskHunt', 'The role hunter is needed for this.');
    await page.getByRole('button', { name: 'Run query' }).click();
    await page.getByRole('alert').getByText('Too many hunts run at once.').waitFor();
    await page.getByLabel('Ask a question').fill('anything');
    await page.keyboard.press('Enter');
    await page.getByText('The role hunter is needed for this.').waitFor();
  }, 60_000);

  test('hunts on a phone with the plain field', async () => {
    await enter('/hunt', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.getByRole('textbox', { name: 'KQL query' }).fill('DeviceProcessEvents | take 5');
    await page.getByRole('button', { name: 'Run query' }).click();
    await page.getByText('5 rows, 42 ms').waitFor();
    expect(await editor().count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await violations(page)).toEqual([]);
  }, 60_000);
});
