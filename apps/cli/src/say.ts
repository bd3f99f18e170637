/** Progress, for whoever watches: standard output is for the result. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
