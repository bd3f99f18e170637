import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { startStandalone } from './support/standalone.mjs';

type Product = Awaited<ReturnType<typeof startStandalone>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;
const summaryPatience = 45_000;

/** The first minutes of an analyst with the running product, in a real browser. */
suite('an analyst at work', () => {
  let browser: Browser;
  let product: Product;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    product = await startStandalone();
    browser = await launch();
    opened = await openPage(browser, product.url);
    page = opened.page;
    page.setDefaultTimeout(60_000);
    await signIn(page, product.url, product.user, product.password);
    await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
  }, 300_000);

  afterAll(async () => {
    await opened?.close();
    await browser?.close();
    await product?.stop();
  }, 180_000);

  afterEach(() => {
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
  });

  const firstIncident = async (): Promise<string> => {
    await page.goto(product.url);
    await page.locator('[data-incident]').first().waitFor();
    const id = await page.locator('[data-incident]').last().getAttribute('data-incident');
    expect(id).not.toBeNull();
    return id as string;
  };
  const openSummary = async (id: string): Promise<void> => {
    await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}`);
    await page.getByTestId('summary-card').waitFor({ timeout: summaryPatience });
  };

  test('the queue shows the sample incidents with severity as a word', async () => {
    await firstIncident();
    expect(await page.locator('[data-incident]').first().textContent()).toMatch(/High|Medium|Low|Informational/);
  }, 180_000);

  test('an imported file becomes a summary without a click', async () => {
    const at = (minute: number): string => `2026-11-20T03:${String(minute).padStart(2, '0')}:00Z`;
    const incident = {
      id: 'browser-1',
      displayName: 'Password spray against two accounts',
      status: 'active',
      severity: 'medium',
      createdDateTime: at(10),
      lastUpdateDateTime: at(30),
      alerts: [1, 2].map((number) => ({
        id: `browser-alert-${number}`,
        incidentId: 'browser-1',
        title: number === 1 ? 'Password spray' : 'Sign-in from an anonymous address',
        severity: 'medium',
        status: 'new',
        category: 'CredentialAccess',
        serviceSource: 'azureAdIdentityProtection',
        detectionSource: 'azureAdIdentityProtection',
        mitreTechniques: ['T1110.003'],
        createdDateTime: at(10 + number),
        firstActivityDateTime: at(number),
        lastActivityDateTime: at(number + 5),
        evidence: [
          { '@odata.type': '#microsoft.graph.security.userEvidence', createdDateTime: at(10), verdict: 'suspicious', remediationStatus: 'none', roles: ['compromised'], userAccount: { accountName: 'dana', domainName: 'contoso', userPrincipalName: 'dana@contoso.example' } },
          { '@odata.type': '#microsoft.graph.security.ipEvidence', createdDateTime: at(10), verdict: 'suspicious', remediationStatus: 'none', roles: ['source'], ipAddress: '203.0.113.77' },
        ],
      })),
    };
    await page.goto(product.url);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.locator('input[type="file"]').setInputFiles([{ name: 'incident.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(incident)) }]);
    await page.getByText('#browser-1 created, revision 1').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: 'Password spray against two accounts' }).click();
    await page.getByTestId('summary-card').waitFor({ timeout: summaryPatience });
    expect(await page.getByTestId('summary-card').locator('[data-section="lead"]').count()).toBe(1);
  }, 240_000);

  test('every sentence cites, and each kind of citation lands on its record', async () => {
    const id = await firstIncident();
    await openSummary(id);
    const { incident } = await product.graphql('query ($id: ID!) { incident(id: $id) { summary { titleFacts statements { facts } timeline { facts } facts { id source { kind } } } } }', { id });
    const { statements, timeline, facts } = incident.summary as { statements: { facts: string[] }[]; timeline: { facts: string[] }[]; facts: { id: string; source: { kind: string } }[] };
    expect(statements.length).toBeGreaterThan(2);
    expect(statements.every((statement) => statement.facts.length > 0)).toBe(true);
    const cited = new Set([...statements, ...timeline].flatMap((part) => part.facts));
    for (const [kind, tab] of [['alert', 'alerts'], ['evidence', 'evidence'], ['event', 'events']]) {
      const fact = facts.find((candidate) => candidate.source.kind === kind && cited.has(candidate.id)) ?? facts.find((candidate) => candidate.source.kind === kind);
      if (!fact) continue;
      await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}?fact=${encodeURIComponent(fact.id)}`);
      await page.getByTestId('fact-panel').getByRole('button', { name: 'Go to record' }).click();
      await page.waitForURL(new RegExp(`/${tab}\\?record=`));
      const record = page.locator('[data-marked]');
      await record.waitFor();
      expect(await record.evaluate((element) => element.getBoundingClientRect().top < window.innerHeight && element.getBoundingClientRect().bottom > 0)).toBe(true);
    }
  }, 240_000);

  test('a citation is one click from its fact, and pointing at it is enough', async () => {
    await openSummary(await firstIncident());
    const citation = page.getByTestId('summary-card').locator('[data-section] [data-fact]').first();
    await citation.hover();
    await page.getByTestId('fact-panel').waitFor();
    await page.mouse.move(5, 5);
    await page.getByTestId('fact-panel').waitFor({ state: 'detached' });
    await citation.click();
    await page.waitForURL(/fact=/);
    await page.getByTestId('fact-panel').waitFor();
  }, 180_000);

  test('a card made again elsewhere shows here by itself', async () => {
    const id = await firstIncident();
    await openSummary(id);
    const before = Number(await page.getByTestId('summary-card').getAttribute('data-version'));
    await page.waitForTimeout(500);
    await product.graphql('mutation ($id: ID!) { regenerateSummary(incidentId: $id) { version } }', { id });
    await page.locator(`[data-testid="summary-card"][data-version="${before + 1}"]`).waitFor();
  }, 180_000);

  test('work done elsewhere shows here by itself', async () => {
    const id = await firstIncident();
    await openSummary(id);
    await page.waitForTimeout(500);
    await product.graphql('mutation ($id: ID!) { updateIncident(id: $id, input: { assignedTo: "night shift" }) { revision } }', { id });
    await page.getByRole('button', { name: 'Assigned to night shift' }).waitFor();
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page.getByText(/from .* to night shift/).first().waitFor();
  }, 180_000);

  test.each(['light', 'dark'] as const)('WCAG 2.2 AA holds with real records, %s', async (colorScheme) => {
    const id = await firstIncident();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of ['', '/timeline', '/alerts', '/assets', '/evidence', '/indicators', '/events', '/activity']) {
      await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}${path}`);
      await page.getByRole('tabpanel').waitFor();
      await page.waitForTimeout(700);
      found.push(...(await violations(page)).map((violation: string) => `${path || 'summary'}: ${violation}`));
    }
    expect(found).toEqual([]);
  }, 300_000);
});
