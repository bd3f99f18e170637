import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;

/** What a healthy server never shows, and what must hold in every state, against a stand-in for the gateway. */
suite('the web app in every state', () => {
  let browser: Browser;
  let gateway: Gateway;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 120_000);
  afterAll(() => browser.close());

  beforeEach(async () => {
    gateway = await startMockGateway({ incidents: madeUpIncidents(130) });
    opened = await openPage(browser, gateway.url);
    page = opened.page;
    page.setDefaultTimeout(30_000);
  }, 90_000);

  afterEach(async () => {
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
    await gateway.close();
  });

  const enter = async (path = '/'): Promise<void> => {
    await signIn(page, gateway.url + path, 'analyst', 'right');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Attest' }).waitFor();
  };
  const rows = () => page.locator('[data-incident]');

  test("a wrong password is answered with the server's sentence, a right one opens the queue", async () => {
    await signIn(page, gateway.url, 'analyst', 'wrong');
    await page.getByText('User or password is wrong.').waitFor();
    await page.getByLabel('Password').fill('right');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    await expectText('130 incidents');
    expect(await page.title()).toBe('Incidents · Attest');
  }, 90_000);

  test('filters are kept in the address and lead back to everything', async () => {
    await enter();
    await page.keyboard.press('/');
    await page.keyboard.type('account 12');
    await page.waitForURL(/q=account/);
    await expectText('11 matches');
    await page.getByRole('button', { name: 'Severity' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'High' }).click();
    await page.waitForURL(/severity=high/);
    await page.reload();
    await rows().first().waitFor();
    expect(await page.getByLabel('Search incidents').inputValue()).toBe('account 12');
    await page.goto(`${gateway.url}/?q=nothing+like+it`);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expectText('130 incidents');
  }, 90_000);

  test('the queue draws only what is near the window and loads the rest on the way', async () => {
    await enter();
    await rows().first().waitFor();
    expect(await rows().count()).toBeLessThan(60);
    // The end moves away while pages of rows come in.
    const last = page.locator('[data-incident="1129"]');
    for (let turn = 0; turn < 60 && (await last.count()) === 0; turn += 1) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForTimeout(300);
    }
    await last.waitFor();
  }, 90_000);

  test('the keyboard alone reaches an incident, a citation and its record', async () => {
    await enter();
    await rows().first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-incident]')?.dataset.incident)).toBe('1001');
    await page.keyboard.press('Enter');
    await page.getByTestId('summary-card').waitFor();
    await page.locator('[data-section="origin"] [data-fact]').first().focus();
    await page.getByTestId('fact-panel').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/fact=/);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.search.includes('fact='));
    await page.keyboard.press('Enter');
    await page.waitForURL(/fact=/);
    const go = page.getByRole('button', { name: 'Go to record' });
    await go.waitFor();
    for (let presses = 0; presses < 80 && !(await go.evaluate((button) => button === document.activeElement)); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/record=/);
    await page.locator('[data-marked]').waitFor();
  }, 90_000);

  test('a row changes under the eyes of the reader, and a new one comes in', async () => {
    await enter();
    await rows().first().waitFor();
    const changed = page.locator('[data-incident="1004"]', { hasText: 'Night shift' });
    // What happens before the page has begun to listen is not told to it.
    for (let tries = 0; tries < 12 && !(await changed.isVisible()); tries += 1) {
      gateway.mock.change('1004', { status: 'resolved', assignedTo: 'Night shift' });
      await page.waitForTimeout(700);
    }
    await changed.waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-incident]')?.dataset.incident === '1004');
  }, 90_000);

  test('a card made again shows without a click, and says what was dropped', async () => {
    await enter('/incidents/1002');
    await page.locator('[data-testid="summary-card"][data-version="1"]').waitFor();
    gateway.mock.makeCard('1002', { title: 'A second look' });
    await page.locator('[data-testid="summary-card"][data-version="2"]', { hasText: 'A second look' }).waitFor();
    await page.getByRole('button', { name: 'How it was made' }).click();
    await expectText('The device was isolated.');
    await page.getByRole('button', { name: 'Regenerate' }).click();
    await page.locator('[data-testid="summary-card"][data-version="3"]').waitFor();
  }, 90_000);

  test('a summary that is being prepared says so and then shows by itself', async () => {
    gateway.mock.summaries.delete('1005');
    await enter('/incidents/1005');
    await expectText('The summary is being prepared');
    gateway.mock.makeCard('1005');
    await page.getByTestId('summary-card').waitFor();
  }, 90_000);

  test("a refusal shows the server's sentence and can be tried again", async () => {
    gateway.mock.refuse.set('IncidentAlerts', 'The incidents service is starting.');
    await enter('/incidents/1001/alerts');
    await expectText('The incidents service is starting.');
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-record]').first().waitFor();
    await page.goto(`${gateway.url}/incidents/nope`);
    await expectText('There is no incident nope');
  }, 90_000);

  test('a list that cannot be loaded to its end says so, and goes on when asked', async () => {
    await enter();
    await rows().first().waitFor();
    gateway.mock.refuse.set('IncidentQueue', 'The incidents service is starting.');
    const notice = page.getByText('The other incidents could not be loaded. The incidents service is starting.');
    const toEnd = async (until: () => Promise<boolean>): Promise<void> => {
      for (let turn = 0; turn < 60 && !(await until()); turn += 1) {
        await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
        await page.waitForTimeout(300);
      }
    };
    await toEnd(() => notice.isVisible());
    await notice.waitFor();
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    const last = page.locator('[data-incident="1129"]');
    await toEnd(async () => (await last.count()) > 0);
    await last.waitFor();
  }, 120_000);

  test('rows of the filter before do not pass for those of the next', async () => {
    await enter();
    await rows().first().waitFor();
    gateway.mock.refuse.set('IncidentQueue', 'The incidents service is starting.');
    await page.getByRole('button', { name: 'Severity' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'High' }).click();
    await expectText('The incidents cannot be shown');
    expect(await rows().count()).toBe(0);
  }, 90_000);

  test('rows that could not be read again stay, and are said to be old', async () => {
    await enter();
    await rows().first().waitFor();
    gateway.mock.refuse.set('IncidentQueue', 'The incidents service is starting.');
    const notice = page.getByText('This list may be old: it could not be read again. The incidents service is starting.');
    // What happens before the page has begun to listen is not told to it.
    for (let tries = 0; tries < 12 && !(await notice.isVisible()); tries += 1) {
      gateway.mock.change('1004', { status: 'resolved' });
      await page.waitForTimeout(700);
    }
    await notice.waitFor();
    expect(await rows().count()).toBeGreaterThan(5);
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'detached' });
  }, 90_000);

  test('a page that cannot be loaded leaves the way to the others', async () => {
    await enter();
    await page.route(/\/assets\/scripts-page-[^/]*\.js$/, (route) => route.abort());
    await page.getByRole('link', { name: 'Scripts' }).click();
    await expectText('This page failed');
    await page.getByRole('link', { name: 'Incidents', exact: true }).click();
    await rows().first().waitFor();
  }, 90_000);

  test('the keyboard goes on in the page that came, and on the row one left', async () => {
    await enter();
    await rows().first().waitFor();
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('j');
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-incident]')?.dataset.incident);
    const left = await focused();
    expect(left).toBe('1003');
    await page.keyboard.press('Enter');
    await page.getByTestId('summary-card').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.goBack();
    await page.waitForFunction((id) => document.activeElement?.closest<HTMLElement>('[data-incident]')?.dataset.incident === id, left);
  }, 90_000);

  test('a session that ends while somebody works says so and goes on in the same place', async () => {
    await enter('/incidents/1001');
    await page.getByTestId('summary-card').waitFor();
    await page.context().clearCookies();
    await page.getByRole('tab', { name: /^Alerts/ }).click();
    await expectText('Your session has ended.');
    await page.getByLabel('User').fill('analyst');
    await page.getByLabel('Password').fill('right');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('[data-record]').first().waitFor();
    await page.getByRole('button', { name: 'Signed in as analyst' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('User').waitFor();
    expect(await page.getByText('Your session has ended.').count()).toBe(0);
  }, 90_000);

  test('a phone shows every tab of an incident within its width, and which one it is', async () => {
    const phone = await openPage(browser, gateway.url, { viewport: { width: 390, height: 844 } });
    await signIn(phone.page, gateway.url, 'analyst', 'right');
    await phone.page.locator('[data-incident]').first().waitFor();
    for (const tab of ['', '/timeline', '/alerts', '/assets', '/evidence', '/indicators', '/events', '/activity']) {
      await phone.page.goto(`${gateway.url}/incidents/1000${tab}`);
      await phone.page.getByRole('tabpanel').waitFor();
      await phone.page.waitForTimeout(400);
      expect([tab, await phone.page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([tab, 390]);
      await phone.page.waitForFunction(() => {
        const chosen = document.querySelector('[role="tab"][aria-selected="true"]')?.getBoundingClientRect();
        return chosen !== undefined && chosen.left >= 0 && chosen.right <= 390;
      });
      if (tab === '/assets' || tab === '/indicators') expect((await phone.page.locator('[role="tabpanel"] tbody td').first().boundingBox())?.width).toBeGreaterThan(250);
    }
    await phone.close();
  }, 120_000);

  test('a low window gives its height to what is read', async () => {
    await page.setViewportSize({ width: 720, height: 450 });
    await enter('/incidents/1000');
    await page.getByTestId('summary-card').waitFor();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => (document.querySelector('header')?.getBoundingClientRect().bottom ?? 1) <= 0);
    expect(await page.getByRole('navigation', { name: 'Pages' }).evaluate((nav) => nav.getBoundingClientRect().bottom)).toBeLessThanOrEqual(0);
  }, 90_000);

  test('a lost connection is said, and what was missed is caught up', async () => {
    await enter('/incidents/1003');
    await page.getByTestId('summary-card').waitFor();
    await page.waitForTimeout(500);
    gateway.mock.dropSockets(true);
    await page.getByText('Not live.').waitFor();
    gateway.mock.change('1003', { status: 'resolved' });
    gateway.mock.refuseSockets = false;
    await page.getByRole('button', { name: 'Status Resolved' }).waitFor({ timeout: 20_000 });
    await page.getByText('Not live.').waitFor({ state: 'detached' });
  }, 120_000);

  test('what an attacker wrote stays text', async () => {
    await enter('/incidents/1000');
    for (const tab of ['Summary', 'Timeline', 'Alerts', 'Assets', 'Evidence', 'Indicators', 'Events', 'Activity']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await page.waitForTimeout(250);
      expect(await page.locator('[role="tabpanel"] img, [role="tabpanel"] a[href*="evil"]').count()).toBe(0);
      expect(await page.evaluate(() => /[\u202a-\u202e]/.test(document.body.textContent ?? ''))).toBe(false);
    }
    expect(await page.evaluate(() => /\u202e/.test(document.title))).toBe(false);
  }, 90_000);

  test('work on an incident is sent and shown', async () => {
    await enter('/incidents/1001');
    await page.getByRole('button', { name: /^Status/ }).click();
    await page.getByRole('menuitemradio', { name: 'Resolved' }).click();
    await page.getByRole('button', { name: 'Status Resolved' }).waitFor();
    await page.getByRole('button', { name: /^Assigned to/ }).click();
    await page.getByRole('button', { name: 'Assign to me (analyst)' }).click();
    await page.getByRole('button', { name: 'Assigned to analyst' }).waitFor();
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page.getByLabel('New comment').fill('Handed to the next shift');
    await page.getByRole('button', { name: 'Add comment' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Handed to the next shift' }).waitFor();
  }, 90_000);

  test('an indicator is shown defanged and copied as it is', async () => {
    await enter('/incidents/1007/indicators');
    await page.getByText('203[.]0[.]113[.]7').waitFor();
    await page.getByRole('button', { name: 'Copy the real value' }).first().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('203.0.113.7');
  }, 90_000);

  test('files are imported, and refused with the reason', async () => {
    await enter();
    await page.getByRole('button', { name: 'Import' }).click();
    const file = (name: string, text: string) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    const incident = { id: '7777', displayName: 'Brought in by hand', severity: 'high', status: 'active', createdDateTime: '2026-11-20T00:00:00Z', alerts: [{ id: 'a', title: 'One', severity: 'high', status: 'new', createdDateTime: '2026-11-20T00:00:00Z', firstActivityDateTime: '2026-11-20T00:00:00Z', evidence: [] }] };
    await page.locator('input[type="file"]').setInputFiles([file('incident.json', JSON.stringify(incident)), file('broken.json', '{"x'), file('notes.txt', '')]);
    await expectText('#7777 created, revision 1');
    await expectText('The file is no JSON');
    await expectText('Only .json, .json.gz, .jsonl and .jsonl.gz files are taken.');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: 'Brought in by hand' }).click();
    await page.getByTestId('summary-card').waitFor();
  }, 90_000);

  test('the theme follows the system until one is chosen, and the choice is kept', async () => {
    const dark = await openPage(browser, gateway.url, { colorScheme: 'dark' });
    await signIn(dark.page, gateway.url, 'analyst', 'right');
    await dark.page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    const scheme = () => dark.page.evaluate(() => document.documentElement.style.colorScheme);
    expect(await scheme()).toBe('dark');
    await dark.page.getByRole('button', { name: 'Use the light theme' }).click();
    await dark.page.reload();
    await dark.page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    expect(await scheme()).toBe('light');
    await dark.close();
  }, 90_000);

  test('times are UTC until local time is asked for', async () => {
    await enter('/incidents/1001');
    expect(await page.locator('header time').first().textContent()).toMatch(/ UTC$/);
    await page.getByRole('button', { name: 'UTC' }).click();
    await page.getByRole('button', { name: 'Local' }).waitFor();
  }, 90_000);

  test.each(['light', 'dark'] as const)('WCAG 2.2 AA holds on every page, %s', async (colorScheme) => {
    const themed = await openPage(browser, gateway.url, { colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    const check = async (what: string): Promise<void> => {
      await themed.page.waitForTimeout(500);
      found.push(...(await violations(themed.page)).map((violation: string) => `${what}: ${violation}`));
    };
    await themed.page.goto(gateway.url);
    await themed.page.getByLabel('User').waitFor();
    await check('sign-in');
    await signIn(themed.page, gateway.url, 'analyst', 'right');
    await themed.page.locator('[data-incident]').first().waitFor();
    await check('queue');
    await themed.page.goto(`${gateway.url}/?pane=1000`);
    await check('preview');
    for (const path of ['', '?fact=f001', '/timeline', '/alerts?record=alert:made-1000-0', '/alerts?record=alert:made-0-0', '/assets', '/evidence?record=evidence:0:made-0-0', '/indicators', '/events?record=event:0', '/activity']) {
      await themed.page.goto(`${gateway.url}/incidents/1000${path}`);
      await themed.page.getByRole('tabpanel').waitFor();
      await check(path || 'summary');
    }
    expect(found).toEqual([]);
    await themed.close();
  }, 240_000);

  test('the first page needs at most 300 kB of script', async () => {
    const { gzipSync } = await import('node:zlib');
    let bytes = 0;
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') void response.body().then((body) => (bytes += gzipSync(body).length), () => undefined);
    });
    await enter();
    await rows().first().waitFor();
    await page.waitForTimeout(300);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(300_000);
  }, 90_000);

  async function expectText(text: string): Promise<void> {
    await page.getByText(text, { exact: false }).first().waitFor();
  }
});
