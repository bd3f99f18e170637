import type { Browser, Locator, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;

const suite = findChromium() ? describe : describe.skip;

/** A person who measures candidates, against a stand-in for the gateway with the same schema and the same content security policy. */
suite('evaluation runs', () => {
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

  const enter = async (path = '/evaluation?view=runs', options: object = {}): Promise<void> => {
    opened = await openPage(browser, gateway.url, { reducedMotion: 'reduce', ...options });
    page = opened.page;
    page.setDefaultTimeout(30_000);
    await signIn(page, gateway.url + path, 'analyst', 'right');
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Attest' }).waitFor();
  };
  const runs = () => page.getByRole('list', { name: 'Runs' }).locator('[data-run]');
  const focused = (locator: Locator) => locator.evaluate((node) => node === document.activeElement);
  const tabTo = async (locator: Locator, most = 150): Promise<void> => {
    for (let step = 0; step < most && !(await focused(locator)); step += 1) await page.keyboard.press('Tab');
    expect(await focused(locator)).toBe(true);
  };
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

  test('is started with the keyboard alone, followed while it is made, and read when it is done', async () => {
    await enter();
    await page.getByText('There is no run yet').waitFor();
    expect(await violations(page)).toEqual([]);
    const start = page.getByRole('button', { name: 'Start a run …' });
    await tabTo(start);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Start a run' });
    await dialog.waitFor();
    for (const name of ['Incidents that ship', 'Questions that ship']) {
      await tabTo(dialog.getByRole('checkbox', { name }), 20);
      await page.keyboard.press('Space');
    }
    await tabTo(dialog.getByRole('textbox', { name: 'Models, with commas between' }), 20);
    await page.keyboard.type('example-model-8b, example-model-8b ,other');
    await tabTo(dialog.getByRole('spinbutton', { name: 'How often each case is given' }), 20);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(gateway.mock.runs.runs).toMatchObject([{ sets: ['scripts'], candidates: ['rules', 'model:example-model-8b', 'model:other'], repeat: 2 }]);
    await runs().getByText('Waiting', { exact: true }).waitFor();
    expect(await focused(start)).toBe(true);

    gateway.mock.runs.move(0, { state: 'RUNNING', stateSentence: 'The run is under way. 20 of 66 done.', done: 20, total: 66 });
    await runs().getByRole('status').getByText('20 of 66 done').waitFor();
    expect(await runs().getByRole('progressbar').getAttribute('aria-valuenow')).toBe(String(20 / 66));
    expect(await violations(page)).toEqual([]);
    gateway.mock.runs.end(0);
    await runs().getByText('A hard limit is broken').waitFor();
    await page.getByTestId('run-plot').getByRole('img').waitFor();
    expect(await runs().getByRole('button', { name: /^Cancel/ }).count()).toBe(0);
  }, 120_000);

  test('is cancelled; a refusal stands at the run', async () => {
    gateway.mock.runs.fill();
    gateway.mock.runs.rootValue(() => []).startEvaluationRun({ input: { sets: ['scripts'], candidates: ['rules'], repeat: 1 } });
    await enter();
    const open = runs().first();
    gateway.mock.refuse.set('CancelEvaluationRun', 'The run has ended already.');
    await open.getByRole('button', { name: 'Cancel the run of rules over scripts' }).click();
    await open.getByRole('alert').getByText('The run has ended already.').waitFor();
    gateway.mock.refuse.clear();
    await open.getByRole('button', { name: /^Cancel/ }).click();
    await open.getByText('Cancelled', { exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'view-runs');
    await page.locator('[data-state="FAILED"]').getByText('A reviewed case is not of the format.').waitFor();
  }, 120_000);

  test('shows the gate, the figures of each capability with their intervals, and two candidates case by case', async () => {
    gateway.mock.runs.fill();
    await enter();
    const show = page.locator('[data-state="DONE"]').first().getByRole('button', { name: /^Show the figures/ });
    await show.click();
    expect(await page.locator('[data-state="DONE"]').first().getByRole('button', { name: /^Hide the figures/ }).getAttribute('aria-expanded')).toBe('true');
    const detail = page.getByTestId('run-detail');
    const broken = detail.getByRole('list', { name: 'Broken limits' }).getByRole('listitem');
    expect((await broken.allTextContents()).map((text) => text.slice(0, 4))).toEqual(['Hard', 'Hard', 'Soft', 'Soft']);
    await broken.nth(0).getByText('Guided response, harm is 2; the limit is at most 0.').waitFor();
    await detail.getByText('15 limits by the reviewed cases, 4 broken, 3 with nothing to measure').waitFor();
    const table = detail.locator('[data-kind="guidedResponse"]');
    await table.getByRole('row', { name: /^Action F1 0\.988 0\.9 to 1/ }).waitFor();
    await table.getByRole('row', { name: /^Harm/ }).getByText('Hard: at most 0').first().waitFor();
    await table.getByRole('row', { name: /^Cases 55 55 \(1 skipped\)/ }).waitFor();
    await table.getByRole('row', { name: /^Same in every run 55 of 55 54 of 55/ }).waitFor();
    await table.getByRole('row', { name: /^Readability, 1 to 5 a model’s opinion 4\.25/ }).waitFor();
    await detail.getByText('the opinion of the model critic-70b').waitFor();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    const paired = detail.getByRole('region', { name: 'Case by case, scrolls sideways' });
    await paired.getByRole('row', { name: /^Action F1 .*-0\.1 -0\.16 to -0\.04 – Worse/ }).waitFor();
    await paired.getByRole('row', { name: /^Harm .*Too close to tell/ }).waitFor();
    await detail.getByRole('combobox', { name: 'Candidate held against rules' }).selectOption('model:b@current');
    await detail.getByText('Both are the same on every metric in every case.').waitFor();
    expect(await violations(page)).toEqual([]);
    // What is shown is in the address.
    await page.reload();
    await detail.getByText('15 limits by the reviewed cases').waitFor();
    await detail.getByRole('button', { name: 'Close' }).click();
    await detail.waitFor({ state: 'detached' });
  }, 120_000);

  test('plots a metric over commits, a line for each candidate, and opens the run behind a value', async () => {
    gateway.mock.runs.fill();
    await enter();
    const plot = page.getByTestId('run-plot');
    await plot.getByText('4 values').waitFor();
    expect(await plot.getByRole('list', { name: 'Colours' }).getByRole('listitem').count()).toBe(3);
    const values = plot.getByRole('region', { name: 'Values of the plot, scrolls sideways' });
    await values.getByRole('row', { name: /^1111111 .* incidents rules 0\.988 0\.9 to 1/ }).waitFor();
    await plot.getByRole('combobox', { name: 'Metric' }).selectOption('guidedResponse.harm');
    await values.getByRole('row', { name: /^2222222 .* 2 –/ }).first().waitFor();
    await page.waitForURL(/metric=guidedResponse\.harm/);
    const chart = plot.getByRole('group', { name: 'Chart. The arrow keys read its values' });
    await chart.focus();
    await page.keyboard.press('End');
    await plot.getByRole('status').getByText(/rules 0/).waitFor({ state: 'attached' });
    await values.getByRole('row', { name: /^1111111/ }).getByRole('button').click();
    await page.getByTestId('run-detail').getByText('commit 1111111').waitFor();
    await page.getByTestId('run-detail').getByText('No hard limit is broken').waitFor();
  }, 120_000);

  test('says who may start, what is not there, what is missing in the dialog, and why something cannot be shown', async () => {
    gateway.mock.runs.mayStart = false;
    await enter();
    await page.getByText('Starting a run needs the role admin.').waitFor();
    expect(await page.getByRole('button', { name: 'Start a run …' }).count()).toBe(0);
    Object.assign(gateway.mock.runs, { mayStart: true, shipped: [], model: null });
    await page.reload();
    await page.getByRole('button', { name: 'Start a run …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a run' });
    await dialog.getByText('The sets that ship are in the folder evaluation of a checkout; this installation has none.').waitFor();
    await dialog.getByText('No model is configured; the rules are the only candidate.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Own reviewed cases (12)' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'Rules' }).uncheck();
    await dialog.getByRole('spinbutton').fill('0');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('Choose a set.').waitFor();
    await dialog.getByText('Choose a candidate.').waitFor();
    await dialog.getByText('Give a whole number from 1 to 20.').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'Own reviewed cases (12)' }).check();
    await dialog.getByRole('checkbox', { name: 'Rules' }).check();
    await dialog.getByRole('spinbutton').fill('1');
    gateway.mock.refuse.set('StartEvaluationRun', '20 runs wait already. Cancel some or wait for them.');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await dialog.getByText('20 runs wait already.').waitFor();
    await page.keyboard.press('Escape');
    gateway.mock.refuse.clear();
    gateway.mock.refuse.set('EvaluationRuns', 'The evaluator is not there.');
    await page.reload();
    await page.getByRole('alert').getByText('The evaluator is not there.').waitFor();
    gateway.mock.refuse.clear();
    gateway.mock.runs.fill();
    await page.getByRole('button', { name: 'Try again' }).click();
    await runs().first().waitFor();
  }, 120_000);

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ])('is accessible and never wider than the screen: %s', async (_name, options) => {
    gateway.mock.runs.fill();
    await enter('/evaluation?view=runs', options);
    await page.locator('[data-state="DONE"]').first().getByRole('button', { name: /^Show the figures/ }).click();
    await page.getByTestId('run-detail').locator('[data-kind="guidedResponse"]').waitFor();
    await page.getByTestId('run-plot').getByRole('img').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
    await page.getByRole('button', { name: 'Start a run …' }).click();
    await page.getByRole('dialog', { name: 'Start a run' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
  }, 180_000);
});
