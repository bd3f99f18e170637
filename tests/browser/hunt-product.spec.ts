import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn } from './support/browser.mjs';
import { startStandalone } from './support/standalone.mjs';

type Product = Awaited<ReturnType<typeof startStandalone>>;

const suite = findChromium() ? describe : describe.skip;

/** The same hunt with nothing made up: the product itself over the rows of its sample incidents. */
suite('a hunter with the product', () => {
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

  const tables = async (page: Page): Promise<void> => {
    await page.getByTitle('Put DeviceProcessEvents into the query').locator('[title="Rows here"]').waitFor({ timeout: 120_000 });
  };

  test('asks, gets rows from the incidents, takes them as a file and keeps them with an incident', async () => {
    const opened = await openPage(browser, product.url);
    const { page } = opened;
    page.setDefaultTimeout(60_000);
    await signIn(page, product.url, product.user, product.password);
    await page.locator('[data-incident]').first().waitFor();
    const incident = (await page.locator('[data-incident]').first().getAttribute('data-incident')) ?? '';
    await page.goto(`${product.url}/hunt?incident=${encodeURIComponent(incident)}`);
    await tables(page);
    await page.getByLabel('Ask a question').fill('Show process events where the file name is cmd.exe');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('article', { name: 'Answer' });
    await answer.getByRole('button', { name: /^cmd\.exe.*question/i }).waitFor();
    const grid = page.getByRole('grid', { name: 'Rows found' });
    // The rows of the sample incidents come in one after the other: those asked for may not be there yet.
    for (let tries = 1, found = false; !found; tries += 1) {
      await answer.getByRole('button', { name: 'Run', exact: true }).click();
      found = await grid.getByRole('gridcell').first().waitFor({ timeout: 20_000 }).then(() => true, (error: unknown) => (tries < 5 ? false : Promise.reject(error)));
    }
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(1);

    await page.locator('.monaco-editor').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('DeviceProcessEvents | where FileNam == "x"');
    await page.locator('.squiggly-error').waitFor();
    await page.getByText('1 problem', { exact: true }).waitFor();
    await page.getByRole('button', { name: /FileNam/ }).first().waitFor();

    await page.locator('.monaco-editor').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('DeviceProcessEvents | summarize Starts = count() by FileName | sort by Starts desc');
    await page.keyboard.press('Escape');
    await page.getByText('Checked: the query is valid.').waitFor();
    await page.keyboard.press('Control+Enter');
    await grid.getByText('FileName', { exact: true }).waitFor();
    await page.getByRole('columnheader', { name: 'Starts' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);

    await page.getByRole('button', { name: 'Link to incident' }).click();
    await page.getByRole('dialog').getByLabel('Title').fill('What ran here');
    await page.getByRole('dialog').getByRole('button', { name: 'Link', exact: true }).click();
    await page.getByRole('link', { name: `incident ${incident}`, exact: true }).click();
    await page.getByRole('button', { name: /What ran here/ }).click();
    await page.getByRole('grid', { name: 'Rows kept' }).getByRole('gridcell').first().waitFor();
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 300_000);
});
