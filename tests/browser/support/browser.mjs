import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The Chromium to test with: CHROMIUM_PATH, else the first on the PATH; undefined when there is none. */
export function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  return process.env.CHROMIUM_PATH ?? folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

export function launch() {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}

/** A page of its own that keeps what must never happen: requests to elsewhere, policy violations, errors of the page. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const watched = { foreign: [], violations: [], errors: [] };
  const origin = new URL(url).origin;
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) watched.foreign.push(request.url());
  });
  page.on('pageerror', (error) => watched.errors.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) watched.violations.push(message.text());
  });
  return { page, watched, close: () => context.close() };
}

/** Rules of WCAG 2.2 A and AA that the page breaks. Left out: the focus guards of Fluent, which are empty on purpose. */
export async function violations(page) {
  await page.evaluate(axeSource);
  // A colour on its way from one theme to the other is neither's.
  await page.evaluate(async () => {
    await new Promise((resolve) => globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(resolve)));
    const ending = globalThis.document.getAnimations().filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime));
    await Promise.race([Promise.allSettled(ending.map((each) => each.finished)), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  });
  const found = await page.evaluate(() =>
    globalThis.axe.run({ exclude: [['[data-tabster-dummy]']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 4).map((node) => `${node.target.join(' ')} ${node.any.map((check) => check.message).join('; ')}`).join(' | ')}`);
}

export async function signIn(page, url, user, password) {
  await page.goto(url);
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
