import { startFakeModel, type FakeModel } from '@attest/testing';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';
import { startStandalone } from './support/standalone.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;
type Product = Awaited<ReturnType<typeof startStandalone>>;

const suite = findChromium() ? describe : describe.skip;

/** Who composes the cards, set in a browser against a stand-in for the gateway with the same schema. */
suite('the settings of the evaluation', () => {
  let browser: Browser;
  let gateway: Gateway;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 120_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    gateway = await startMockGateway({ incidents: madeUpIncidents(1) });
  });
  afterEach(async () => {
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
    await gateway.close();
  }, 30_000);

  const enter = async (options: object = {}): Promise<void> => {
    opened = await openPage(browser, gateway.url, { reducedMotion: 'reduce', ...options });
    page = opened.page;
    page.setDefaultTimeout(30_000);
    await signIn(page, `${gateway.url}/evaluation?view=settings`, 'analyst', 'right');
    await card('incidentSummary').waitFor();
  };
  const card = (kind: string) => page.locator(`[data-composition="${kind}"]`);
  const dialog = () => page.getByRole('dialog');

  test('show both arms with how they do, and lead to the two side by side', async () => {
    await enter();
    const arms = card('incidentSummary').locator('[data-arm]');
    await arms.nth(0).getByText('412 cards, 133 votes').waitFor();
    await arms.nth(1).getByText('96 cards, 44 votes').waitFor();
    expect(await arms.nth(0).getByText('90 %', { exact: true }).count()).toBe(1);
    expect(await arms.nth(1).getByText('10 %', { exact: true }).count()).toBe(1);
    await card('scriptAnalysis').getByText('Has composed no card in these days.').waitFor();
    await card('incidentSummary').getByText('History, 1 revision').click();
    await card('incidentSummary').getByText('<b>small</b>').waitFor();
    await card('incidentSummary').getByText('⟨U+202E⟩').waitFor();
    await card('incidentSummary').getByRole('link', { name: 'Compare both arms of incident summary' }).click();
    const comparison = page.getByTestId('comparison');
    await comparison.getByRole('row', { name: /^Confirmed/ }).getByText('The first is better').waitFor();
    await comparison.getByRole('row', { name: /^Model/ }).getByText('example-model-8b').waitFor();
  }, 120_000);

  test('are changed with the keyboard alone: a model with a prompt, a canary with its share, and a reason', async () => {
    await enter();
    await card('scriptAnalysis').getByRole('button', { name: 'Change …' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('Who composes: script analysis').waitFor();
    await dialog().getByRole('radio', { name: 'A model' }).first().focus();
    await page.keyboard.press('Space');
    await dialog().getByLabel('Current: model').press('a');
    await dialog().getByLabel('Current: model').fill('');
    await dialog().getByRole('button', { name: 'Start from the one that ships' }).press('Enter');
    await dialog().getByText('44 of 16,384 bytes').waitFor();
    await dialog().getByLabel('Current: prompt').fill('Be brief. ä');
    await dialog().getByText('12 of 16,384 bytes').waitFor();
    await dialog().getByRole('checkbox', { name: 'Let a canary compose some of them' }).press('Space');
    const canary = dialog().getByRole('group', { name: 'Canary', exact: true });
    await canary.getByRole('radio', { name: 'Rules' }).focus();
    await page.keyboard.press('Space');
    await canary.getByLabel('Share, in percent').fill('51');
    expect(await violations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Set', exact: true }).press('Enter');
    await dialog().getByText('Give a whole number from 1 to 50.').waitFor();
    await dialog().getByText('Give a reason; the history and the audit log keep it.').waitFor();
    await canary.getByLabel('Share, in percent').fill('20');
    await dialog().getByLabel('Reason').fill('To see what the model makes of it.');
    gateway.mock.refuse.set('SetComposition', 'Somebody changed this meanwhile: it has revision 1 now, not 0. Look at it again.');
    await dialog().getByRole('button', { name: 'Set', exact: true }).press('Enter');
    await dialog().getByRole('alert').getByText('Somebody changed this meanwhile').waitFor();
    expect(await dialog().getByLabel('Current: prompt').inputValue()).toBe('Be brief. ä');
    gateway.mock.refuse.clear();
    await dialog().getByRole('button', { name: 'Set', exact: true }).press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Change …');
    await card('scriptAnalysis').getByText('Revision 1', { exact: true }).waitFor();
    await card('scriptAnalysis').getByText('example-model-8b with a prompt of its own').first().waitFor();
    expect(gateway.mock.compositions.revisions.get('scriptAnalysis')).toMatchObject([{ current: { composer: 'MODEL', model: 'example-model-8b', prompt: 'Be brief. ä' }, canary: { composer: 'RULES' }, canaryShare: 20, reason: 'To see what the model makes of it.' }]);
    await card('scriptAnalysis').getByText('Show the prompt').click();
    await card('scriptAnalysis').locator('pre').getByText('Be brief. ä').waitFor();
  }, 120_000);

  test('are rolled back, and a canary is promoted, each with a reason', async () => {
    await enter();
    const summaries = card('incidentSummary');
    await summaries.getByRole('button', { name: 'Promote the canary …' }).click();
    await dialog().getByText('example-model-8b composes all of them from the next card on.').waitFor();
    await dialog().getByRole('button', { name: 'Promote', exact: true }).click();
    await dialog().getByText('Give a reason').waitFor();
    await dialog().getByLabel('Reason').fill('It does better.');
    await dialog().getByRole('button', { name: 'Promote', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    await summaries.getByText('Revision 2', { exact: true }).waitFor();
    expect(await summaries.locator('[data-arm]').count()).toBe(1);
    await summaries.getByRole('button', { name: 'Roll back …' }).click();
    await dialog().getByText('Revision 1 comes back, from the next card on: Rules, 10 % canary example-model-8b.').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog().getByLabel('Reason').fill('It does not.');
    await dialog().getByRole('button', { name: 'Roll back', exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
    await summaries.getByText('Revision 3', { exact: true }).waitFor();
    await summaries.getByText('History, 3 revisions').click();
    await summaries.locator('[data-revision="3"]').getByText('(rolled back to revision 1)').waitFor();
    expect(gateway.mock.compositions.revisions.get('incidentSummary')).toMatchObject([{}, { canary: null, reason: 'It does better.' }, { restores: 1, canaryShare: 10, reason: 'It does not.' }]);
  }, 120_000);

  test('say why something cannot be changed: no role, no model, no prompt, nothing before', async () => {
    gateway.mock.compositions.mayChange = false;
    await enter();
    for (const name of ['Change …', 'Promote the canary …', 'Roll back …']) {
      const button = card('incidentSummary').getByRole('button', { name });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.click({ force: true });
    }
    await card('incidentSummary').getByText('Changing this needs the role admin.').waitFor();
    expect(await dialog().count()).toBe(0);

    gateway.mock.compositions.mayChange = true;
    await page.reload();
    expect(await card('scriptAnalysis').getByRole('button', { name: 'Roll back …' }).getAttribute('aria-disabled')).toBe('true');
    await card('kqlAnswer').getByRole('button', { name: 'Change …' }).click();
    await dialog().getByRole('radio', { name: 'A model' }).first().check();
    await dialog().getByText('Questions have no prompt to set.').waitFor();
    expect(await dialog().getByLabel('Current: prompt').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });

    gateway.mock.compositions.configured = null;
    await page.reload();
    await card('kqlAnswer').getByText('No model is configured').waitFor();
    expect(await card('kqlAnswer').getByRole('button', { name: 'Change …' }).getAttribute('aria-disabled')).toBe('true');
    await card('incidentSummary').getByRole('button', { name: 'Change …' }).click();
    expect(await dialog().getByRole('radio', { name: 'A model' }).first().isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });

    gateway.mock.refuse.set('Compositions', 'The evaluator is not there.');
    await page.reload();
    await page.getByRole('alert').getByText('The evaluator is not there.').waitFor();
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await card('incidentSummary').waitFor();
  }, 120_000);

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ])('are accessible and never wider than the screen: %s', async (_name, options) => {
    await enter(options);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await card('incidentSummary').getByText('96 cards, 44 votes').waitFor();
    await card('incidentSummary').getByText('History, 1 revision').click();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
    await card('incidentSummary').getByRole('button', { name: 'Change …' }).click();
    await dialog().getByLabel('Canary: prompt').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
  }, 120_000);
});

/** The same with nothing made up but the model: the product itself and its sample incidents. */
suite('the settings of the product', () => {
  let browser: Browser;
  let product: Product;
  let fake: FakeModel;

  beforeAll(async () => {
    fake = await startFakeModel('honest');
    product = await startStandalone({ ATTEST_MODEL_URL: fake.url, ATTEST_MODEL_NAME: 'example-model' });
    browser = await launch();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await fake?.close();
  }, 60_000);

  test('act on the next summary, and a roll-back on the one after', async () => {
    const opened = await openPage(browser, product.url, { reducedMotion: 'reduce' });
    const { page } = opened;
    page.setDefaultTimeout(90_000);
    await signIn(page, product.url, product.user, product.password);
    const id = (await page.locator('[data-incident]').first().getAttribute('data-incident')) ?? '';
    /** Makes the summary again until it is composed by what is wanted: services hear of a setting a moment later. */
    const composedBy = async (composer: string): Promise<void> => {
      let last = '';
      for (let turn = 0; turn < 60 && last !== composer; turn += 1) {
        if (turn > 0) await page.waitForTimeout(500);
        const answer = (await product.graphql('mutation ($id: ID!) { regenerateSummary(incidentId: $id) { provenance { composer } } }', { id })) as { regenerateSummary: { provenance: { composer: string } } };
        last = answer.regenerateSummary.provenance.composer;
      }
      expect(last).toBe(composer);
    };
    await composedBy('model');
    await page.goto(`${product.url}/evaluation?view=settings`);
    const summaries = page.locator('[data-composition="incidentSummary"]');
    await summaries.getByRole('button', { name: 'Change …' }).click();
    await page.getByRole('dialog').getByRole('radio', { name: 'Rules' }).check();
    await page.getByRole('dialog').getByLabel('Reason').fill('The model is being looked at.');
    await page.getByRole('dialog').getByRole('button', { name: 'Set', exact: true }).click();
    await summaries.getByText('Revision 1', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await composedBy('rules');
    await summaries.getByRole('button', { name: 'Roll back …' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('It was fine.');
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back', exact: true }).click();
    await summaries.getByText('Revision 2', { exact: true }).waitFor();
    await composedBy('model');
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 240_000);
});
