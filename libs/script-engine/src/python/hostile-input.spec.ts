import fc from 'fast-check';
import { Budget, defaultLimits } from '../core/budget.js';
import type { Evaluation } from '../core/evaluation.js';
import { evaluatePython } from './python.evaluator.js';
import { pythonCodeMask } from './python-code-mask.js';

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

const last = '\nimport os\nos.system("calc.exe")\n';

describe('hostile Python', () => {
  it.each([
    ['deep parentheses', `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}${last}`],
    ['deep blocks', `${Array.from({ length: 1000 }, (_, index) => `${' '.repeat(index)}if 1:`).join('\n')}\n${' '.repeat(1000)}pass${last}`],
    ['huge values', `a = "ab"\nfor i in range(60): a = a + a\nb = 'a'*10**9\nc = [0]*10**10\nd = 10**10**10\nz = list(range(10**12))\ne = bytes(10**12)\nf = "%0999999999d" % 3\ng = f"{1:>999999999}"${last}`],
    ['endless ranges', `for i in range(10**12): q = i\ns = sum(i for i in range(10**12))${last}`],
    ['an endless loop', `while True: pass${last}`],
    ['a loop that repeats calls', `import time\nwhile True:\n    time.sleep(1)${last}`],
    ['endless recursion', `def f(x): return f(x + 1) + f(x)\nf(1)${last}`],
    ['code that runs itself', `c = "exec(c)"\nexec(c)${last}`],
    ['a growing list', `a = [1]\nwhile True: a = a + a${last}`],
    ['a pattern made to backtrack', `import re\nx = re.search("(a+)+$", "a" * 50000 + "b")${last}`],
    ['a long sum', `x = ${Array.from({ length: 200_000 }, () => '"abc"').join('+')}${last}`],
    ['broken lines', `if x\n  y = (((\ndef (:\n\tfoo\nx = "open${last}`],
  ])('ends within its budget and still finds the call: %s', (_, script) => {
    const started = Date.now();
    const evaluation = evaluatePython(script, patient());
    expect(Date.now() - started).toBeLessThan(60_000);
    check(script, evaluation);
    expect(JSON.stringify(evaluation.derived)).toContain('calc.exe');
  });

  it('never throws, stays in bounds and gives the same twice, whatever the text', () => {
    const word = fc.constantFrom('if x:', 'else:', 'elif y:', 'def f(a, *b):', 'for i in range(3):', 'while x:', 'return x', 'exec(', ')', '(', '"a"', "'", 'f"{', '+', '\n', '\n    ', '\n\t', ' = ', 'x', 'f', 'chr(65)', '[1,2]', '[::-1]', '{', '}', ':', 'lambda a: a', 'import os', 'os.system(', 'try:', 'except:', 'class A:', 'with open("a", "w") as g:', 'yield x', '*', '**', '@', 'not ', '%', '"""', '\\', '#', 'global x', 'print "x"', 'é', '\0', ',', '.x', 'b"\\x41"', 'in', 'is', 'raise x', 'break', '-', '0x41', ':=', ';');
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')), fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const evaluation = evaluatePython(text, patient());
        check(text, evaluation);
        expect(evaluatePython(text, patient())).toEqual(evaluation);
        expect(pythonCodeMask(text)).toHaveLength(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('blanks comments out and nothing else', () => {
    expect(pythonCodeMask('"""About\nthis."""\ndef f(a,\n      b) -> int:\n    r"""Adds."""\n    return g(\n"""text""")\n')).toBe('        \n        \ndef f(a,\n      b) -> int:\n    r           \n    return g(\n"""text""")\n');
    expect(pythonCodeMask('a = {\n"k":\n"""value"""}\n')).toBe('a = {\n"k":\n"""value"""}\n');
    expect(pythonCodeMask('a = "#x" # note\nb = """#\n#""" # d\n')).toBe('a = "#x"       \nb = """#\n#"""    \n');
  });
});
