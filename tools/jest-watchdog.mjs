/**
 * A Jest reporter that ends a run in which a suite hangs. Jest's own time limit cannot: a loop that never yields keeps
 * its worker from noticing. The suite is named, so that whoever reads the output knows where to look.
 */
const limitMs = 10 * 60_000;

export default class JestWatchdog {
  #running = new Map();

  onRunStart() {
    this.#timer = setInterval(() => this.#look(), 5_000);
    this.#timer.unref();
  }

  onTestFileStart({ path }) {
    this.#running.set(path, Date.now());
  }

  onTestFileResult({ path }) {
    this.#running.delete(path);
  }

  onRunComplete() {
    clearInterval(this.#timer);
  }

  #timer;

  #look() {
    for (const [path, since] of this.#running) {
      if (Date.now() - since < limitMs) continue;
      process.stderr.write(`\n${path} has run for ${limitMs / 60_000} minutes and does not end. The run is given up.\n`);
      process.exit(1);
    }
  }
}
