import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the shipped cases. */
export const evaluation = join(import.meta.dirname, '..');

/** Head of every shipped case. */
export const shipped = { schema: 'attest.evaluation-case/1', source: 'shipped', reviewed: true };

/** Files that were made, by their place under `evaluation/`. Written at the end, or compared with what is there. */
export class MadeFiles {
  #files = new Map();

  add(place, value) {
    if (this.#files.has(place)) throw new Error(`${place} is made twice.`);
    this.#files.set(place, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Places whose file is missing or other than made, and files in the same folders that nothing made, but for those in `kept`. */
  differences(kept) {
    const folders = new Set([...this.#files.keys()].map((place) => place.slice(0, place.lastIndexOf('/'))));
    const there = [...folders].flatMap((folder) => (existsSync(join(evaluation, folder)) ? readdirSync(join(evaluation, folder)).map((name) => `${folder}/${name}`) : []));
    const wrong = [...this.#files].filter(([place, text]) => !existsSync(join(evaluation, place)) || readFileSync(join(evaluation, place), 'utf8') !== text).map(([place]) => place);
    return [...wrong, ...there.filter((place) => !this.#files.has(place) && !kept.has(place))];
  }

  write() {
    for (const [place, text] of this.#files) writeFileSync(join(evaluation, place), text);
    return this.#files.size;
  }
}

/** A name for files and ids: small letters, digits and dashes. */
export function slugOf(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80);
}
