import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;
const incident = '1001';
const hostile = '1000';
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Whoever reports, in a real browser, against a stand-in for the gateway with the same schema and the same content security policy. */
suite('a shift lead', () => {
  let browser: Browser;
  let gateway: Gateway;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 120_000);
  afterAll(() => browser.close());

  beforeEach(async () => {
    gateway = await startMockGateway({ incidents: madeUpIncidents(3) });
  });
  afterEach(async () => {
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
    await gateway.close();
  }, 30_000);

  const make = (id: string, input: { sections?: string[]; language?: string; tlp?: string } = {}, reason?: string): void => void gateway.mock.reports.make(gateway.mock.incidents.get(id), gateway.mock.summaries.get(id), input, reason);
  const enter = async (path: string, options: object = {}): Promise<void> => {
    opened = await openPage(browser, gateway.url, { reducedMotion: 'reduce', ...options });
    page = opened.page;
    page.setDefaultTimeout(30_000);
    await signIn(page, gateway.url + path, 'analyst', 'right');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Attest' }).waitFor();
  };
  const tabTo = async (wanted: ReturnType<Page['locator']>, most = 150): Promise<void> => {
    await wanted.waitFor();
    for (let step = 0; step < most && !(await wanted.evaluate((node) => node === document.activeElement)); step += 1) await page.keyboard.press('Tab');
    expect(await wanted.evaluate((node) => node === document.activeElement)).toBe(true);
  };
  const fits = (): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  const report = () => page.getByTestId('report-card');

  test('makes the first report with the language, marking and sections wanted', async () => {
    await enter(`/incidents/${incident}/report`);
    await page.getByRole('heading', { name: 'No report yet' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'German' }).check();
    await page.getByRole('combobox', { name: 'Marking' }).selectOption('TLP:RED');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText('Choose at least one section.').waitFor();
    expect(await page.getByRole('button', { name: 'Make report' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('checkbox', { name: 'Executive summary' }).check();
    await page.getByRole('checkbox', { name: 'Scripts' }).check();
    await page.getByRole('button', { name: 'Make report' }).click();
    await report().getByRole('heading', { name: 'Zusammenfassung' }).waitFor();
    await report().getByText('TLP:RED').waitFor();
    expect(gateway.mock.reports.newest(incident)?.sectionIds).toEqual(['summary', 'scripts', 'provenance']);
    expect(await report().locator('section[lang="de"]').count()).toBe(3);
  }, 120_000);

  test('reads it: what it lacks, what changed since, each sentence one press from its record', async () => {
    make(incident);
    gateway.mock.reports.changedSince = ['The incident is at revision 4; this report is of revision 3.'];
    await enter(`/incidents/${incident}/report`);
    await report().getByText('This is an interim report.').waitFor();
    await report().getByText('It is not classified.').waitFor();
    await report().getByText('by analyst').waitFor();
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Evidence' }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Evidence');
    await report().getByText('50 of 400 rows').waitFor();
    await report().locator('[data-table="entities"]').getByRole('button', { name: 'Show 70 more' }).click();
    await report().getByText('120 of 400 rows').waitFor();
    await report().getByText('One part of this section cannot be shown on this page.').waitFor();

    await report().locator('[data-section="summary"]').getByRole('button', { name: /^Citation/ }).first().click();
    const panel = page.getByTestId('fact-panel');
    await panel.getByRole('button', { name: 'Go to record' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await report().getByText('The incident is at revision 4; this report is of revision 3.').waitFor();
    await report().getByRole('button', { name: 'Make it again' }).click();
    await report().getByText('This is what version 2 says.').waitFor();
    expect(await report().getByText('Changed since this report').count()).toBe(0);
  }, 120_000);

  test('copies it, posts it, and has it in every form as a link', async () => {
    make(incident);
    await enter(`/incidents/${incident}/report`);
    await report().getByRole('button', { name: 'Copy as Markdown' }).click();
    await report().getByText('Copied as Markdown.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('# Report on incident 1001');
    await report().getByRole('button', { name: 'Post to activity log' }).click();
    await report().getByText('Posted to the activity log.').waitFor();
    const [comment] = gateway.mock.incidents.get(incident).comments;
    expect(comment.comment).toContain('This is what version 1 says.');
    expect(comment.comment).toContain(`${gateway.url}/incidents/${incident}/report?version=1`);
    const links = page.getByRole('region', { name: 'Downloads' }).getByRole('link');
    expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')))).toEqual(['pdf', 'docx', 'html', 'md', 'json', 'stix', 'csv'].map((format) => `/api/incidents/${incident}/report.${format}?version=1`));
    const waiting = page.waitForEvent('download');
    await links.first().click();
    await (await waiting).cancel();
    gateway.mock.refuse.set('AddComment', 'The incident is being moved.');
    await report().getByRole('button', { name: 'Post to activity log' }).click();
    await report().getByText('The incident is being moved.').waitFor();
    gateway.mock.refuse.set('MakeReport', 'The reporter is busy.');
    await report().getByRole('button', { name: 'Regenerate' }).click();
    await report().getByText('The reporter is busy.').waitFor();
  }, 120_000);

  test('compares two versions by an address, with the keyboard alone', async () => {
    make(incident);
    make(incident, { sections: ['summary', 'story', 'evidence'] }, 'CLOSED');
    await enter(`/incidents/${incident}/report?compare=1..2`);
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await sections.getByText('3 sections of 6 differ.').waitFor();
    expect(await violations(page)).toEqual([]);
    const scripts = sections.getByRole('link', { name: /Scripts/ });
    await tabTo(scripts);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Scripts');
    const changed = page.locator('section[data-section="summary"][data-change="CHANGED"]');
    expect(await changed.locator('[data-kind="REMOVED"]').innerText()).toMatch(/−[\s\S]*Removed:[\s\S]*This is what version 1 says\./);
    expect(await changed.locator('[data-kind="ADDED"]').innerText()).toMatch(/\+[\s\S]*Added:[\s\S]*This is what version 2 says\./);
    await page.getByRole('button', { name: 'Swap the versions' }).click();
    await page.waitForURL(/compare=2\.\.1/);
    await page.locator('section[data-section="scripts"][data-change="ADDED"]').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await report().getByText('by Attest, as the incident was resolved').waitFor();

    await page.getByRole('combobox', { name: 'Version shown' }).selectOption('1');
    await page.waitForURL(/version=1/);
    await report().getByText('You are reading version 1. The newest one is version 2.').waitFor();
    await report().getByText('This is what version 1 says.').waitFor();
    await page.goto(`${gateway.url}/incidents/${incident}/report?version=9`);
    await page.getByText('There is no version 9 of this report').waitFor();
    await page.goto(`${gateway.url}/incidents/${incident}/report?compare=1..9`);
    await page.getByText('There is no version 9 of this report').waitFor();
  }, 120_000);

  test('prints the report and nothing else, black on white, under its marking', async () => {
    make(incident, { tlp: 'TLP:AMBER+STRICT' });
    await enter(`/incidents/${incident}/report`, { colorScheme: 'dark' });
    await report().getByText('This is what version 1 says.').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark', reducedMotion: 'reduce' });
    for (const hidden of [page.getByRole('banner'), page.getByRole('tablist'), page.getByRole('heading', { level: 1 }), page.getByRole('button', { name: 'Regenerate' }), page.getByRole('region', { name: 'Downloads' })]) expect(await hidden.count()).toBe(0);
    expect(await report().getByText('This is what version 1 says.').evaluate((node) => getComputedStyle(node).color)).toBe('rgb(0, 0, 0)');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await report().locator('[data-table="facts"] tbody tr').first().evaluate((node) => getComputedStyle(node).breakInside)).toBe('avoid');
    expect(await report().locator('[data-table="facts"] > div').evaluate((node) => getComputedStyle(node).maxHeight)).toBe('none');
    expect(await report().locator('style[media="print"]').textContent()).toContain('content: "TLP:AMBER+STRICT"');
    const width = (await report().boundingBox())?.width ?? 0;
    expect(width).toBeGreaterThan(1_300);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    expect(await report().locator('[data-table="entities"] tbody tr').count()).toBe(120);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await report().locator('[data-table="entities"] tbody tr').count()).toBe(50);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  }, 120_000);

  test('reads about all incidents of a period, as figures, charts and files', async () => {
    await enter('/reports?from=2026-11-01&to=2026-11-30');
    await page.locator('[data-figure="Incidents"]').getByText('3', { exact: true }).waitFor();
    await page.locator('[data-figure="Mean time to resolve"]').getByText('1 h 30 min').waitFor();
    await page.getByTestId('period-report').getByRole('img', { name: 'Incidents by severity' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Downloads' }).getByRole('link', { name: 'PDF' }).getAttribute('href')).toBe('/api/reports/period.pdf?from=2026-11-01T00%3A00%3A00.000Z&to=2026-12-01T00%3A00%3A00.000Z');
    await page.getByLabel('From').fill('2026-11-30');
    await page.getByLabel('To').fill('2026-11-29');
    await page.getByText('The first day comes after the last one.').waitFor();
    expect(await page.getByRole('button', { name: 'Show' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('To').fill('2026-11-30');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('No incident was created in this period').waitFor();
    await page.getByRole('button', { name: '90 days' }).click();
    await page.waitForURL(/days=90/);
    gateway.mock.refuse.set('PeriodReport', 'The reporter is busy.');
    await page.getByRole('button', { name: '7 days', exact: true }).click();
    await page.getByText('The reporter is busy.').waitFor();
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The reporter is busy.').waitFor({ state: 'detached' });
  }, 120_000);

  test('changes the template: sees what is refused where it was written, and loses nothing by leaving', async () => {
    await enter('/settings/report');
    const organisation = page.getByRole('textbox', { name: 'Organisation' });
    await organisation.fill('<script>Contoso</script>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-field="organisation"]').getByText('The organisation must be a plain name.').waitFor();
    expect(await violations(page)).toEqual([]);
    await organisation.fill('Contoso <b>Ltd</b>');
    const files = page.getByTestId('logo-file');
    await files.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload=alert(1)>') });
    await page.locator('[data-field="logo"]').getByText('The file is not a PNG or JPEG in itself.').waitFor();
    await files.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.concat([png, Buffer.alloc(500_000)]) });
    await page.locator('[data-field="logo"]').getByText('The logo has 501 kB; it may have 500 kB.').waitFor();
    await files.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png });
    await page.getByRole('img', { name: 'Logo of Contoso <b>Ltd</b>' }).waitFor();
    await page.getByRole('button', { name: 'Add a section' }).click();
    await page.keyboard.type('Distribution');
    await page.getByRole('listitem', { name: 'Section 2' }).getByRole('textbox', { name: 'Text' }).fill('The board.\n\nThe insurer.');
    await page.getByRole('button', { name: 'Move Distribution up' }).click();

    await page.getByRole('link', { name: 'Reports' }).first().click();
    await page.getByRole('alertdialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(gateway.mock.reports.template).toMatchObject({ organisation: 'Contoso <b>Ltd</b>', extraSections: [{ title: 'Distribution', paragraphs: ['The board.', 'The insurer.'] }, { title: 'Scope', paragraphs: ['This report covers one incident.'] }] });
    await page.getByRole('link', { name: 'Reports' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  }, 120_000);

  test('without the role admin reads the template and why it cannot be changed', async () => {
    gateway.mock.roles = ['analyst'];
    await enter('/settings/report');
    await page.getByText('Changing it needs the role admin.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Organisation' }).getAttribute('readonly')).not.toBeNull();
    expect(await page.getByRole('button', { name: /^(Save|Discard|Remove|Add a section|Choose another)/ }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ])('is accessible and takes hostile text as text: %s', async (_name, options) => {
    make(hostile);
    await enter(`/incidents/${hostile}/report`, options);
    await report().getByText('This is what version 1 says.').waitFor();
    expect(await page.locator('img[src="x"], img[src^="https://evil"], a[href^="https://evil"]').count()).toBe(0);
    expect(await report().innerText()).toContain('⟨U+202E⟩');
    expect(await fits()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${gateway.url}/reports?from=2026-11-01&to=2026-11-30`);
    await page.getByTestId('period-report').waitFor();
    expect(await fits()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${gateway.url}/settings/report`);
    await page.getByRole('textbox', { name: 'Organisation' }).waitFor();
    expect(await fits()).toBe(true);
    expect(await violations(page)).toEqual([]);
  }, 120_000);
});
