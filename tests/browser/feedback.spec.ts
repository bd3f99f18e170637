import type { Browser, Locator, Page } from 'playwright-core';
import { findChromium, launch, openPage, signIn, violations } from './support/browser.mjs';
import { madeUpIncidents } from './support/mock-data.mjs';
import { startMockGateway } from './support/mock-gateway.mjs';
import { startStandalone } from './support/standalone.mjs';

type Gateway = Awaited<ReturnType<typeof startMockGateway>>;
type Opened = Awaited<ReturnType<typeof openPage>>;
type Product = Awaited<ReturnType<typeof startStandalone>>;

const suite = findChromium() ? describe : describe.skip;
const incident = '1001';

/** A person who says what they think of cards, against a stand-in for the gateway with the same schema and the same content security policy. */
suite('feedback', () => {
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
  const verdict = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
  const given = () => [...gateway.mock.feedback.given.values()];
  const focused = (locator: Locator) => locator.evaluate((node) => node === document.activeElement);
  /** Moves on with the tab key until something has the focus. */
  const tabTo = async (locator: Locator, most = 150): Promise<void> => {
    for (let step = 0; step < most && !(await focused(locator)); step += 1) await page.keyboard.press('Tab');
    expect(await focused(locator)).toBe(true);
  };

  test('with the keyboard alone says what is wrong in which statement and what is right, changes it, and takes it back', async () => {
    gateway.mock.feedback.others.set(`${incident}-summary`, [{ verdict: 'CONFIRMED', amount: 3 }]);
    await enter(`/incidents/${incident}`);
    await page.getByText('From others: 3 confirmed').waitFor();
    await tabTo(verdict('Off-target, inaccurate'));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Off-target, inaccurate' });
    await dialog.waitFor();
    await tabTo(dialog.getByRole('checkbox', { name: 'It names the wrong entity' }), 20);
    await page.keyboard.press('Space');
    const statement = dialog.getByRole('group', { name: 'Which statements' }).getByRole('checkbox').nth(1);
    await tabTo(statement, 20);
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('The last of them is another.');
    await tabTo(dialog.getByRole('textbox', { name: 'In your words' }), 20);
    await page.keyboard.type('The service account is not the person.');
    await dialog.getByText('38 of 4,000 characters').waitFor();
    await tabTo(dialog.getByRole('button', { name: 'Give feedback' }), 20);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ verdict: 'OFF_TARGET', part: null, faults: ['WRONG_ENTITY'], comment: 'The service account is not the person.', version: 1, corrections: [{ statement: 1, right: 'The last of them is another.' }] }]);
    expect(await verdict('Off-target, inaccurate').getAttribute('aria-pressed')).toBe('true');
    expect(await focused(verdict('Off-target, inaccurate'))).toBe(true);
    await page.getByText('From others: 3 confirmed').waitFor();

    const change = page.getByRole('button', { name: 'Change: Off-target, inaccurate' });
    await tabTo(change, 5);
    await page.keyboard.press('Enter');
    const words = dialog.getByRole('textbox', { name: 'In your words' });
    await dialog.waitFor();
    expect(await words.inputValue()).toBe('The service account is not the person.');
    expect(await statement.isChecked()).toBe(true);
    await tabTo(words, 20);
    await page.keyboard.press('End');
    await page.keyboard.type(' Look again.');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ version: 1 }]);
    expect(await focused(change)).toBe(true);

    // What was typed and not sent is still there, under another verdict too.
    await verdict('Potentially harmful, inappropriate').press('Enter');
    const harmful = page.getByRole('dialog', { name: 'Potentially harmful, inappropriate' });
    expect(await harmful.getByRole('textbox', { name: 'In your words' }).inputValue()).toBe('The service account is not the person. Look again.');
    await harmful.getByRole('button', { name: 'Change feedback' }).press('Enter');
    await harmful.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ verdict: 'HARMFUL', version: 2 }]);

    await page.getByRole('button', { name: 'Withdraw: Potentially harmful, inappropriate' }).press('Enter');
    await page.getByText('Your verdict is withdrawn.').waitFor({ state: 'attached' });
    expect(given()).toMatchObject([{ withdrawn: true, version: 3 }]);
    expect(await page.getByRole('button', { name: /^(Change|Withdraw): / }).count()).toBe(0);
    expect(await verdict('Potentially harmful, inappropriate').getAttribute('aria-pressed')).toBe('false');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Potentially harmful, inappropriate');
  }, 120_000);

  test('a refusal stands in the dialog and nothing that was typed is lost', async () => {
    await enter(`/incidents/${incident}`);
    gateway.mock.refuse.set('GiveFeedback', 'corrections[0].statement: there is 1 statement here, counted from 0.');
    await verdict('Confirmed, it looks great').click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.getByRole('group', { name: 'What was wrong' }).count()).toBe(0);
    await dialog.getByRole('textbox', { name: 'What made it good' }).fill('Short and right.');
    await dialog.getByRole('button', { name: 'Give feedback' }).click();
    await dialog.getByRole('alert').getByText('there is 1 statement here').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await dialog.getByRole('textbox', { name: 'What made it good' }).inputValue()).toBe('Short and right.');
    gateway.mock.refuse.clear();
    await dialog.getByRole('button', { name: 'Give feedback' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ verdict: 'CONFIRMED', comment: 'Short and right.', faults: [], corrections: [] }]);
  }, 120_000);

  test('a lesson is proposed with its reach and its end; one that is refused leaves the verdict given once', async () => {
    await enter(`/incidents/${incident}`);
    await verdict('Off-target, inaccurate').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Propose a lesson for next time' }).check();
    await dialog.getByText('A reviewer decides; nothing changes by itself.').waitFor();
    await dialog.getByRole('combobox', { name: 'For' }).selectOption('tag');
    await dialog.getByRole('button', { name: 'Give feedback' }).click();
    await dialog.getByText('Say what should be done next time').waitFor();
    await dialog.getByText('Name the tag of the incidents').waitFor();
    expect(given()).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Next time' }).fill('Leave out our scanner');
    await dialog.getByRole('textbox', { name: 'Tag or type' }).fill('pentest');
    gateway.mock.refuse.set('ProposeLesson', 'Too many lessons wait.');
    await dialog.getByRole('button', { name: 'Give feedback' }).click();
    await dialog.getByText('Your feedback is kept. The lesson was refused: Too many lessons wait.').waitFor();
    gateway.mock.refuse.clear();
    await dialog.getByRole('button', { name: /feedback$/ }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ verdict: 'OFF_TARGET', version: 1 }]);
    expect(gateway.mock.feedback.lessons.at(-1)).toMatchObject({ text: 'Leave out our scanner', kind: 'incidentSummary', tag: 'pentest', cardId: `${incident}-summary` });
  }, 120_000);

  test('a new version of the card does not take away what is being written about this one', async () => {
    await enter(`/incidents/${incident}`);
    await verdict('Off-target, inaccurate').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'In your words' }).fill('Half a sentence');
    gateway.mock.makeCard(incident, { id: `${incident}-summary-2` });
    await page.locator('[data-testid="summary-card"][data-version="2"]').waitFor({ state: 'attached' });
    expect(await dialog.getByRole('textbox', { name: 'In your words' }).inputValue()).toBe('Half a sentence');
    await dialog.getByText('Incident summary, version 1').waitFor();
    await dialog.getByRole('textbox', { name: 'In your words' }).press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ cardId: `${incident}-summary`, comment: 'Half a sentence' }]);
    expect(await page.getByRole('group', { name: 'Your feedback on this card' }).getByRole('button', { pressed: true }).count()).toBe(0);
  }, 120_000);

  test('each recommendation is judged by itself, and the whole response too', async () => {
    await enter(`/incidents/${incident}/response`);
    const card = page.locator('[data-recommendation="blockIndicator"]');
    await verdict('Potentially harmful, inappropriate', card).click();
    await page.getByRole('dialog').getByText('Guided response, version 1, this recommendation').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Give feedback' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(given()).toMatchObject([{ cardId: `${incident}-response`, part: 'blockIndicator-203.0.113.1', verdict: 'HARMFUL' }]);
    expect(await verdict('Potentially harmful, inappropriate', card).getAttribute('aria-pressed')).toBe('true');
    expect(await verdict('Potentially harmful, inappropriate', page.locator('[data-recommendation="disableUser"]')).getAttribute('aria-pressed')).toBe('false');
    expect(await page.getByRole('group', { name: 'Your feedback on this card' }).getByRole('button', { pressed: true }).count()).toBe(0);
    await page.getByRole('group', { name: 'Your feedback on this card' }).waitFor();
  }, 120_000);

  test('a card the evaluator has not heard of yet is waited for; one that cannot be asked about says why', async () => {
    gateway.mock.feedback.unknown.add(`${incident}-summary`);
    await enter(`/incidents/${incident}`);
    await page.getByText('Feedback on this card can be given in a moment.').waitFor();
    expect(await verdict('Confirmed, it looks great').count()).toBe(0);
    gateway.mock.feedback.unknown.clear();
    await verdict('Confirmed, it looks great').waitFor();
    gateway.mock.refuse.set('CardFeedback', 'The evaluator is not there.');
    await page.reload();
    await page.getByText('Feedback cannot be given now. The evaluator is not there.').waitFor();
    gateway.mock.refuse.clear();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await verdict('Confirmed, it looks great').waitFor();
  }, 120_000);

  test('the evaluation shows who composes how well, and sets two side by side', async () => {
    await enter('/evaluation');
    const table = page.getByRole('region', { name: 'Figures, scrolls sideways' });
    await table.getByText('82 to 93 %').waitFor();
    await table.getByText('No votes').first().waitFor();
    await page.getByRole('region', { name: 'Alerts' }).getByText('44 votes of 9 people.').waitFor();
    await page.locator('[data-trend="incidentSummary"] svg').waitFor();
    const boxes = table.getByRole('checkbox');
    await boxes.nth(0).check();
    await page.getByText('Mark one more row to compare.').waitFor();
    await boxes.nth(1).check();
    const comparison = page.getByTestId('comparison');
    await comparison.getByRole('row', { name: /^Confirmed/ }).getByText('The first is better').waitFor();
    await comparison.getByRole('row', { name: /^Model/ }).getByText('Different').waitFor();
    expect(await comparison.locator('[data-better]').count()).toBeGreaterThan(0);
    // The comparison is in the address.
    await page.reload();
    await comparison.waitFor();

    await page.getByRole('region', { name: 'Cards to look at' }).getByRole('link', { name: 'Guided response 1001, version 3' }).click();
    await page.getByTestId('response-card').waitFor();
  }, 120_000);

  test('the feedback of an alert is one press away, filtered, exported, and made into a case that a reviewer puts right', async () => {
    await enter('/evaluation');
    await page.getByRole('button', { name: 'Show the feedback' }).click();
    const list = page.getByRole('list', { name: 'Feedback' });
    await list.locator('[data-feedback="s1"]').waitFor();
    expect(await list.locator('[data-feedback]').count()).toBe(1);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toMatch(/^\/api\/feedback\.csv\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$/);
    await list.getByRole('button', { name: /^Make a case/ }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Tags' }).fill('naming, Naming, wrong account ');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the case' }).click();
    const found = page.getByRole('list', { name: 'Cases' }).locator('[data-case]');
    await found.getByText('naming', { exact: true }).waitFor();
    expect(gateway.mock.feedback.cases).toMatchObject([{ tags: ['naming', 'wrong-account'] }]);
    await found.getByText('With its input', { exact: true }).waitFor();
    await found.getByRole('button', { name: /^Review/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What the card was made from is in the case, with other names.').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Right' }).fill('The last of them is "Mass download".');
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await found.getByText('Reviewed', { exact: true }).waitFor();
    await found.getByText('Mass download').waitFor();
    expect(await page.getByRole('link', { name: 'Reviewed cases' }).getAttribute('href')).toBe('/api/evaluation/cases.jsonl');
  }, 120_000);

  test('a reviewer decides about lessons of others with a reason, never about own ones', async () => {
    await enter('/evaluation?view=lessons');
    const own = page.locator('[data-lesson="l2"]');
    await own.getByText('You proposed it; somebody else has to review it.').waitFor();
    expect(await own.getByRole('button').count()).toBe(0);
    const other = page.locator('[data-lesson="l1"]');
    await other.getByText('<b>Always</b>').waitFor();
    await other.getByText('⟨U+202E⟩').waitFor();
    await other.getByRole('button', { name: 'Decline …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await page.getByText('Give a reason; the author reads it.').waitFor();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('It is done already.');
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await other.waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'State' }).selectOption('DECLINED');
    await other.getByText('It is done already.').waitFor();
    gateway.mock.feedback.mayReview = false;
    gateway.mock.feedback.lessons[0]!.state = 'PENDING';
    await page.goto(`${gateway.url}/evaluation?view=lessons`);
    await other.getByText('Reviewing it needs the role admin.').waitFor();
  }, 120_000);

  test('says what will be here and how it comes while there is nothing, and why when it cannot be shown', async () => {
    gateway.mock.feedback.empty = true;
    await enter('/evaluation');
    await page.getByText('No card was made or judged in these days').waitFor();
    expect(await violations(page)).toEqual([]);
    for (const [tab, title] of [['Feedback', 'Nobody said anything in these days'], ['Lessons', 'No lesson waits for a review'], ['Cases', 'There is no case yet']] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByText(title).waitFor();
    }
    gateway.mock.refuse.set('Evaluation', 'The evaluator is not there.');
    await page.goto(`${gateway.url}/evaluation`);
    await page.getByRole('alert').getByText('The evaluator is not there.').waitFor();
    gateway.mock.refuse.clear();
    gateway.mock.feedback.empty = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('region', { name: 'Figures, scrolls sideways' }).waitFor();
    await page.getByRole('button', { name: 'From … to' }).click();
    await page.getByLabel('First day, UTC').fill('2026-12-02');
    await page.getByLabel('Last day, UTC').fill('2026-12-01');
    await page.getByText('The first day is after the last.').waitFor();
    await page.getByLabel('First day, UTC').fill('2026-11-02');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/from=2026-11-02&to=2026-12-01/);
  }, 120_000);

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ])('is accessible and never wider than the screen: %s', async (_name, options) => {
    await enter(`/incidents/${incident}`, options);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await verdict('Off-target, inaccurate').click();
    await page.getByRole('dialog').getByRole('group', { name: 'Which statements' }).getByRole('checkbox').first().check();
    await page.getByRole('dialog').getByRole('checkbox', { name: /lesson/ }).check();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
    await page.getByRole('dialog').getByRole('checkbox', { name: /lesson/ }).uncheck();
    await page.getByRole('dialog').getByRole('button', { name: 'Give feedback' }).click();
    await page.getByRole('button', { name: 'Withdraw: Off-target, inaccurate' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
    await page.goto(`${gateway.url}/evaluation`);
    await page.locator('[data-trend="incidentSummary"] svg').waitFor();
    const boxes = page.getByRole('region', { name: 'Figures, scrolls sideways' }).getByRole('checkbox');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByTestId('comparison').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await fits()).toBe(true);
    for (const [tab, list] of [['Feedback', 'Feedback'], ['Lessons', 'Lessons']] as const) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('list', { name: list }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await fits()).toBe(true);
    }
  }, 180_000);
});

/** The same with nothing made up: the product itself and its sample incidents. */
suite('feedback with the product', () => {
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

  /** Resolves when the first minute's scripts make no new version any more: feedback is on one version. */
  const summaryRests = async (id: string): Promise<void> => {
    let [version, since] = [0, Date.now()];
    for (let turn = 0; turn < 120 && (version === 0 || Date.now() - since < 12_000); turn += 1) {
      const { incident } = (await product.graphql('query ($id: ID!) { incident(id: $id) { summary { version } scripts(first: 100) { nodes { analyzed } } } }', { id })) as { incident: { summary: { version: number } | null; scripts: { nodes: { analyzed: boolean }[] } } };
      const now = incident.summary?.version ?? 0;
      if (now !== version || incident.scripts.nodes.some(({ analyzed }) => !analyzed)) [version, since] = [now, Date.now()];
      await new Promise((done) => setTimeout(done, 1_000));
    }
  };

  test('what is said under a card is counted, listed and exported', async () => {
    const opened = await openPage(browser, product.url, { reducedMotion: 'reduce' });
    const { page } = opened;
    page.setDefaultTimeout(90_000);
    await signIn(page, product.url, product.user, product.password);
    const id = (await page.locator('[data-incident]').first().getAttribute('data-incident')) ?? '';
    await summaryRests(id);
    await page.goto(`${product.url}/incidents/${encodeURIComponent(id)}`);
    await page.getByRole('button', { name: 'Off-target, inaccurate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Something is missing' }).check();
    await dialog.getByRole('group', { name: 'Which statements' }).getByRole('checkbox').first().check();
    await dialog.getByRole('textbox', { name: /^What is right instead of/ }).fill('Something else happened.');
    await dialog.getByRole('textbox', { name: 'In your words' }).fill('=SUM(A1) of what is missing');
    await dialog.getByRole('button', { name: 'Give feedback' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Withdraw: Off-target, inaccurate' }).waitFor();

    await page.getByRole('link', { name: 'Evaluation' }).click();
    const votes = page.locator('[data-figure="Votes"]');
    await votes.waitFor();
    for (let turn = 0; turn < 60 && !(await votes.getByText('1', { exact: true }).count()); turn += 1) {
      await page.waitForTimeout(1_000);
      await page.reload();
      await votes.waitFor();
    }
    await votes.getByText('1', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Feedback' }).click();
    await page.getByRole('list', { name: 'Feedback' }).getByText('Something else happened.').waitFor();
    const href = (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '';
    const csv = await page.evaluate(async (path: string) => (await fetch(path)).text(), href);
    expect(csv).toContain('of what is missing');
    expect(csv).not.toMatch(/(^|,|")=SUM/m);
    await page.getByRole('list', { name: 'Feedback' }).getByRole('button', { name: /^Make a case/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make the case' }).click();
    await page.getByRole('list', { name: 'Cases' }).getByText('Draft', { exact: true }).waitFor();
    expect(opened.watched).toEqual({ foreign: [], violations: [], errors: [] });
    await opened.close();
  }, 300_000);
});
