import fc from 'fast-check';
import { Budget, defaultLimits } from '../core/budget.js';
import type { Evaluation } from '../core/evaluation.js';
import { evaluateJavascript } from './javascript.evaluator.js';
import { javascriptCodeMask } from './javascript-code-mask.js';

/** What a script costs is counted; the clock of a busy machine decides nothing here. */
const patient = (): Budget => new Budget({ ...defaultLimits, wallMs: 300_000 });

function check(text: string, evaluation: Evaluation): void {
  for (const { segments, text: own, evaluation: inner } of evaluation.derived) {
    for (const { start, end, parentStart, parentEnd, exact } of segments) {
      expect(start >= 0 && start <= end && end <= own.length).toBe(true);
      expect(parentStart >= 0 && parentStart <= parentEnd && parentEnd <= text.length).toBe(true);
      if (exact) expect(own.slice(start, end)).toBe(text.slice(parentStart, parentEnd));
    }
    if (inner !== undefined) check(own, inner);
  }
  for (const { start, end } of evaluation.notDecoded) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
}

const last = '\nnew ActiveXObject("WScript.Shell").Run("calc.exe");\n';

describe('hostile JavaScript', () => {
  it.each([
    ['deep parentheses', `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}${last}`],
    ['deep arrays', `x = ${'['.repeat(5_000)}${']'.repeat(5_000)}${last}`],
    ['deep blocks', `${'{'.repeat(3_000)}${'}'.repeat(3_000)}${last}`],
    ['huge strings', `var a = 'ab'; for (var i = 0; i < 60; i++) a += a;\nvar b = 'x'.repeat(1e9);\nvar c = new Array(1e9).join('a');${last}`],
    ['an endless loop', `while (true) { q = q + 1; }${last}`],
    ['a loop that repeats calls', `for (;;) { WScript.Sleep(1); }${last}`],
    ['a delay loop', `for (var i = 0; i < 2e9; i++) { q = i % 7; }${last}`],
    ['endless recursion', `function f(x) { return f(x + 1) + f(x); }\nf(1);${last}`],
    ['code that runs itself', `var c = 'eval(c)'; eval(c);${last}`],
    ['a growing array', `var a = [1]; while (true) { a = a.concat(a); }${last}`],
    ['a pattern made to backtrack', `x = /(a+)+$/.test(new Array(50000).join('a') + 'b');${last}`],
    ['a long sum', `x = ${Array.from({ length: 100_000 }, () => '"abc"').join('+')};${last}`],
    ['a long row of members', `x = a${'.b()'.repeat(20_000)};${last}`],
  ])('ends within its budget and still finds the call: %s', (_, script) => {
    const started = Date.now();
    const evaluation = evaluateJavascript(script, patient());
    expect(Date.now() - started).toBeLessThan(60_000);
    check(script, evaluation);
    expect(JSON.stringify(evaluation.derived)).toContain('calc.exe');
  });

  it('never throws, stays in bounds and gives the same twice, whatever the text', () => {
    const word = fc.constantFrom('if (x) ', 'else ', '{', '}', 'function f(a) ', 'for (var i = 0; i < 3; i++) ', 'while (x) ', 'return x;', 'eval(', ')', '(', '"a"', "'", '`${', '+', ';', '\n', ' = ', 'var x', 'f', 'String.fromCharCode(65)', '[1,2]', 'switch (x) { case 1: ', 'new ActiveXObject("WScript.Shell")', '.Run(', 'try {', '} catch (e) {', '=>', '...', 'x.y', '[]', '![]', '.map(f)', 'class A ', '/a+/g', '//', '/*', 'await ', 'delete ', 'typeof ', 'throw x;', 'break;', 'continue;', 'é', '\0', ',', '?', ':', 'null', '.length', '++');
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')), fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const evaluation = evaluateJavascript(text, patient());
        check(text, evaluation);
        expect(evaluateJavascript(text, patient())).toEqual(evaluation);
        expect(javascriptCodeMask(text)).toHaveLength(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('blanks comments out and nothing else', () => {
    expect(javascriptCodeMask('a = "//x" // note\nb = /[/*]/ /* c\nd */ + `/*${1 /* e */}//`')).toBe('a = "//x"        \nb = /[/*]/     \n     + `/*${1        }//`');
  });
});
