import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';
import { startStandalone } from './support/standalone.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;
type Product = Awaited<ReturnType<typeof startStandalone>>;

const suite = findChromium() ? describe : describe.skip;
const incident = '1001';

/** A responder in a real browser, against a stand-in for the gateway with the same schema and the same content security policy. */
suite('a responder', () => {
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

  const enter = async (path: string, options: object = {}): Promise<void> => {
    opened = await openPage(browser, gateway.url, { reducedMotion: 'reduce', ...options });
    page = opened.page;
    page.setDefaultTimeout(30_000);
    await signIn(page, gateway.url + path, 'analyst', 'right');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Attest' }).waitFor();
  };
  const card = (action: string) => page.locator(`[data-recommendation="${action}"]`);
  const state = (action: string, name: string) => card(action).locator(`header [data-state="${name}"]`);

  test('sees the verdict, every status, and each reason one press from its record', async () => {
    await enter(`/incidents/${incident}/response`);
    const verdict = page.getByRole('region', { name: 'Triage verdict' });
    await verdict.getByText('Compromised account', { exact: true }).waitFor();
    await verdict.getByText('Confidence 55 %').waitFor();
    await verdict.getByText('a person should look before anything is done').waitFor();
    await verdict.getByRole('button', { name: 'Verdict of each alert' }).click();
    await verdict.getByRole('link', { name: 'Password spray' }).waitFor();
    expect(await page.locator('[data-recommendation]').count()).toBe(4);
    await card('revokeSessions').getByText('Already done by attack disruption: revoked every session').waitFor();
    await page.getByRole('region', { name: 'Tasks of your guidebook' }).getByText('Call the manager of the user').waitFor();
    await page.getByText('Lab: simulated tenant, nothing real is touched.').waitFor();

    await card('disableUser').getByRole('button', { name: /^Citation/ }).first().click();
    const panel = page.getByTestId('fact-panel');
    await panel.getByText('user1@contoso.example').first().waitFor();
    await panel.getByRole('button', { name: 'Go to record' }).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Done by automation 1' }).click();
    expect(await page.locator('[data-recommendation]').count()).toBe(1);
    await page.getByRole('button', { name: 'All 4' }).click();
    await page.getByText('Not recommended: 1 action, and why').click();
    await page.getByText('No record names a mail.').waitFor();
    const alike = page.getByRole('region', { name: 'Similar incidents' });
    await alike.getByRole('link', { name: 'Password spray <i>last year</i>' }).waitFor();
    await alike.getByText('Both name 203.0.113.7.').waitFor();
    await page.getByRole('button', { name: 'Copy message' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('please call the security team');
    await page.getByRole('button', { name: 'Open in hunting' }).click();
    await page.waitForURL(/\/hunt\?incident=1001#hunt=/);
    await page.getByRole('heading', { name: 'Hunt', exact: true }).waitFor();
  }, 120_000);

  test('approves only after the exact order was shown and a reason given, sees it confirmed live, and takes it back', async () => {
    await enter(`/incidents/${incident}/response`);
    await card('disableUser').getByRole('button', { name: /^Approve/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The person cannot work until the account is enabled again.').waitFor();
    await dialog.getByRole('region', { name: 'Exactly this is approved' }).getByText('accountEnabled').waitFor();
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await dialog.getByText('This action has consequences: give a reason.').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Sessions seen from abroad');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await state('disableUser', 'CONFIRMED').waitFor();
    await card('disableUser').getByText(/Approved by analyst.*Sessions seen from abroad/).waitFor();

    await card('disableUser').getByRole('button', { name: /^Undo/ }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('It was a business trip');
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await state('disableUser', 'UNDONE').waitFor();
    await card('disableUser').getByRole('region', { name: 'Taking it back' }).getByText('Confirmed', { exact: true }).first().waitFor();
  }, 120_000);

  test('cannot approve what is no longer as it was shown', async () => {
    await enter(`/incidents/${incident}/response`);
    await card('blockIndicator').getByRole('button', { name: /^Approve/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Exactly this is approved').waitFor();
    // Changed behind the page: nothing tells it.
    gateway.mock.responses.find('1001/blockIndicator').parameters = { indicatorType: 'IpAddress', action: 'Warn' };
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await dialog.getByText('The action is not as it was shown to you any more.').waitFor();
    expect(gateway.mock.responses.find('1001/blockIndicator').state).toBe('PROPOSED');
    await dialog.getByRole('button', { name: 'Show it as it is now' }).click();
    await dialog.getByText('Warn', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await state('blockIndicator', 'CONFIRMED').waitFor();
  }, 120_000);

  test('without the role sees why nothing can be decided', async () => {
    gateway.mock.responses.mayDecide = false;
    await enter(`/incidents/${incident}/response`);
    const approve = card('disableUser').getByRole('button', { name: /^Approve/ });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await card('disableUser').getByText('This needs the role responder.').waitFor();
    await approve.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  test('says of an unknown action what a person found, with a warning before it is sent again', async () => {
    gateway.mock.responses.move(gateway.mock.responses.find('1001/blockIndicator').id, { state: 'UNKNOWN', connector: 'lab', outcome: { code: 'NO_ANSWER', sentence: 'The target did not answer.' } });
    await enter('/actions');
    const row = page.locator('[data-row-state="UNKNOWN"]');
    await row.getByText('The target did not answer.').waitFor();
    await row.getByRole('button', { name: /^Try again/ }).click();
    await page.getByRole('dialog').getByText('It may have been carried out already.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await row.getByRole('button', { name: /^Record what happened/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('Say what you did or found, and where it can be seen.').waitFor();
    await page.getByRole('dialog').getByRole('textbox', { name: 'What shows it' }).fill('Ticket 4711');
    await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('[data-row-state="CONFIRMED"]').waitFor();
  }, 120_000);

  test('sees in the action centre what waits and why, and approves many after the list of what would happen', async () => {
    gateway.mock.responses.holdAt = 'APPROVED';
    gateway.mock.responses.run(gateway.mock.responses.find('1002/blockIndicator').id);
    await enter('/actions');
    await page.locator('[data-waiting="QUEUED"]').getByText('The action goes out now.').waitFor();
    await page.locator('[data-figure="Under way"]').getByText('1', { exact: true }).waitFor();
    gateway.mock.responses.holdAt = undefined;
    const list = page.getByRole('region', { name: 'To decide' });
    await list.locator('[data-action="disableUser"][data-target="user1@contoso.example"]').getByRole('checkbox').check();
    await list.locator('[data-action="blockIndicator"][data-target="203.0.113.1"]').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Approve 2 actions …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Needs a reason', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect([...gateway.mock.responses.actions.values()].filter(({ incidentId, state: at }) => incidentId === incident && at !== 'PROPOSED')).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Spray from one address');
    await dialog.getByRole('button', { name: 'Approve 2 actions' }).click();
    expect(await dialog.locator('[data-ok="true"]').count()).toBe(2);
    await dialog.getByText('What became of them').first().waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-figure="Confirmed"]').getByText('2', { exact: true }).waitFor();

    await page.getByRole('tab', { name: 'Audit trail' }).click();
    await page.getByText(/^Rows 1 to \d+ follow from each other/).waitFor();
    gateway.mock.responses.audit[1].previous = 'another';
    await page.reload();
    await page.getByText('The chain is broken: row 2 does not follow from the row before.').waitFor();
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  test('decides with the keyboard alone', async () => {
    await enter(`/incidents/${incident}/response`);
    const decline = card('blockIndicator').getByRole('button', { name: /^Decline/ });
    await decline.waitFor();
    for (let step = 0; step < 120 && !(await decline.evaluate((node) => node === document.activeElement)); step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const reason = dialog.getByRole('textbox', { name: 'Reason' });
    for (let step = 0; step < 12 && !(await reason.evaluate((node) => node === document.activeElement)); step += 1) await page.keyboard.press('Tab');
    await page.keyboard.type('Own scanner');
    for (let step = 0; step < 6 && (await page.evaluate(() => document.activeElement?.textContent)) !== 'Decline'; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await state('blockIndicator', 'DECLINED').waitFor();
    await card('blockIndicator').getByText(/Declined by analyst.*Own scanner/).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  }, 120_000);

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ])('is accessible and takes hostile text as text: %s', async (_name, options) => {
    await enter('/incidents/1000/response', options);
    await page.getByTestId('response-card').waitFor();
    await card('disableUser').getByRole('button', { name: /^Details/ }).click();
    // What has scrolled half under the bars cannot be told from what is too small.
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await page.locator('img[src="x"], img[src^="https://evil"]').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${gateway.url}/actions`);
    await page.getByRole('region', { name: 'To decide' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.goto(`${gateway.url}/actions?view=lab`);
    await page.getByText('Enabled: no').waitFor();
    expect(await violations(page)).toEqual([]);
  }, 120_000);
});

/** The same with nothing made up: the product itself, its sample incidents and its lab tenant. */
suite('a responder with the product', () => {
  let browser: Browser;
  let product: Product;

  beforeAll(async () => {
    product = await startStandalone();
    browser = await launch();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  test('isolates a device of the lab, sees its state change, and releases it again', async () => {
    const opened = await openPage(browser, product.url, { reducedMotion: 'reduce' });
    const { page } = opened;
    page.setDefaultTimeout(90_000);
    await signIn(page, product.url, product.user, product.password);
    await page.locator('[data-incident]').first().waitFor();
    const id = (await page.locator('[data-incident]', { hasText: 'DefenseEvasion' }).first().getAttribute('data-incident')) ?? '';
    await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}/response`);
    const card = page.locator('[data-recommendation="isolateDevice"]').first();
    await card.waitFor();
    const device = (await card.getAttribute('data-target')) ?? '';
    await card.getByRole('button', { name: /^Citation/ }).first().click();
    await page.getByTestId('fact-panel').getByText(/Read from|Derived from|Found by script analysis/).first().waitFor();
    await page.keyboard.press('Escape');

    const decide = async (button: RegExp, submit: string, reason: string): Promise<void> => {
      await card.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill(reason);
      await page.getByRole('dialog').getByRole('button', { name: submit, exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    const isolation = async (): Promise<unknown> => {
      const { labTenant } = (await product.graphql('{ labTenant(kind: "device") { entities { name state } } }')) as { labTenant: { entities: { name: string; state: { isolation?: string } }[] } };
      return labTenant.entities.find(({ name }) => name === device)?.state.isolation ?? 'none';
    };
    expect(await isolation()).toBe('none');
    await decide(/^Approve/, 'Approve', 'Hands on keyboard');
    await card.locator('header [data-state="CONFIRMED"]').waitFor();
    expect(['full', 'selective']).toContain(await isolation());

    await decide(/^Undo/, 'Take it back', 'Cleaned up');
    await card.locator('header [data-state="UNDONE"]').waitFor();
    expect(await isolation()).toBe('none');

    await page.goto(`${product.url}/actions?view=lab`);
    await page.locator(`[data-lab="${device}"]`).getByText('Isolation: none').waitFor();
    await page.getByRole('tab', { name: 'Audit trail' }).click();
    await page.getByText(/^Rows 1 to \d+ follow from each other|^Rows \d+ to \d+ follow from each other/).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 400_000);

  test('uploads a guide, reviews what was read of it, and finds its tasks with the incident it fits', async () => {
    const opened = await openPage(browser, product.url, { reducedMotion: 'reduce' });
    const { page } = opened;
    page.setDefaultTimeout(90_000);
    await signIn(page, product.url, product.user, product.password);
    await page.locator('[data-incident]').first().waitFor();
    const fitting = page.locator('[data-incident]', { hasText: 'DefenseEvasion' }).first();
    const id = (await fitting.getAttribute('data-incident')) ?? '';
    const { incident } = (await product.graphql('query ($id: ID!) { incident(id: $id) { displayName alerts(first: 5) { nodes { title } } } }', { id })) as { incident: { displayName: string; alerts: { nodes: { title: string }[] } } };

    await page.goto(`${product.url}/guidebooks`);
    await page.getByText('No guides yet').waitFor();
    const send = (name: string, text: string) => page.getByTestId('guidebook-file').setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
    await send('tool.exe', 'MZ');
    await page.getByRole('alert').filter({ hasText: /PDF|Word|Markdown/ }).waitFor();
    await send('house.md', `# ${incident.displayName} <img src=x onerror=alert(1)>\n\nFor: ${incident.alerts.nodes.map(({ title }) => title).join(', ')}\n\n## First hour\n\n- [ ] Ring the owner of the device\n- [ ] Note which shift took over\n`);
    const guide = page.locator('[data-guidebook]');
    await guide.getByText('Ring the owner of the device').waitFor();
    expect(await guide.getAttribute('data-state')).toBe('PENDING_REVIEW');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    const both = guide.getByRole('button', { name: 'Approve and activate' });
    await both.focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-guidebook][data-state="ACTIVE"]').waitFor();

    await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}/response`);
    const tasks = page.getByRole('region', { name: 'Tasks of your guidebook' });
    await tasks.getByText('Ring the owner of the device').waitFor();
    await tasks.getByText('First hour').waitFor();

    await page.goto(`${product.url}/guidebooks`);
    await guide.getByRole('button', { name: 'Deactivate' }).click();
    await page.locator('[data-guidebook]:not([data-state="ACTIVE"])').waitFor();
    await guide.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No guides yet').waitFor();
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 400_000);
});
