import fc from 'fast-check';
import { Budget, defaultLimits } from '../core/budget.js';
import type { Evaluation } from '../core/evaluation.js';
import { evaluateVbscript } from './vbscript.evaluator.js';
import { vbscriptCodeMask } from './vbscript-code-mask.js';

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

const last = '\nCreateObject("WScript.Shell").Run "calc.exe"\n';

describe('hostile VBScript', () => {
  it.each([
    ['deep parentheses', `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}${last}`],
    ['huge strings', `x = String(999999999, "a")\ny = Space(1e9)\na = "ab"\nFor i = 1 To 60\na = a & a\nNext${last}`],
    ['an endless loop', `Do\nx = x + 1\nLoop${last}`],
    ['a loop that repeats calls', `While True\nWScript.Sleep 10\nWend${last}`],
    ['a delay loop', `For i = 1 To 2000000000\nq = i Mod 7\nNext${last}`],
    ['endless recursion', `Function f(x)\nf = f(x + 1) & f(x)\nEnd Function\nf 1${last}`],
    ['code that runs itself', `c = "Execute c"\nExecute c${last}`],
    ['a pattern made to backtrack', `Set r = New RegExp\nr.Pattern = "(a+)+$"\nx = r.Test(String(50000, "a") & "b")${last}`],
    ['broken lines', `If If Then\n"((((\nFor\nDim\nSet = 3\nEnd Function\nx = "open${last}`],
  ])('ends within its budget and still finds the call: %s', (_, script) => {
    const started = Date.now();
    const evaluation = evaluateVbscript(script, patient());
    expect(Date.now() - started).toBeLessThan(60_000);
    check(script, evaluation);
    expect(JSON.stringify(evaluation.derived)).toContain('calc.exe');
  });

  it('reads a long line of joined literals', () => {
    const script = `x = ${Array.from({ length: 200_000 }, () => '"abc"').join('&')}\nMsgBox x`;
    check(script, evaluateVbscript(script, patient()));
  });

  it('never throws, stays in bounds and gives the same twice, whatever the text', () => {
    const word = fc.constantFrom('If ', 'Then', 'Else', 'End ', 'Function f(x)', 'Sub g', 'For i = 1 To 3', 'Next', 'Do', 'Loop', 'While x', 'Wend', 'Execute ', 'Eval(', ')', '(', '"a', '"', '&', '+', '\n', ':', ' = ', 'x', 'f', 'Chr(65)', 'Array(1,2)', 'Select Case x', 'Case 1', 'With ', '.Run ', 'Set ', 'CreateObject("WScript.Shell")', 'Dim a(3)', 'ReDim Preserve a(9)', '&H41', '_\n', "'", 'Class k', 'New k', 'Exit For', ',', 'On Error Resume Next', 'Not ', '-', '#1/1/2020#', 'é', '\0');
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')), fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
        const evaluation = evaluateVbscript(text, patient());
        check(text, evaluation);
        expect(evaluateVbscript(text, patient())).toEqual(evaluation);
        expect(vbscriptCodeMask(text)).toHaveLength(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('blanks comments out and nothing else', () => {
    expect(vbscriptCodeMask('a = "it\'s" \' note\nRem all of it\nb = rem1 : rem x\n')).toBe(`a = "it's"       \n${' '.repeat(13)}\nb = rem1 :      \n`);
  });
});
