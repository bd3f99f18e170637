import { Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { evaluatePowerShell } from './powershell.evaluator.js';

const payloads = (text: string): string[] => evaluatePowerShell(text, new Budget()).derived.filter(({ kind }) => kind === 'payload').map((each) => each.text);
const executed = (text: string): string => evaluatePowerShell(text, new Budget()).derived.find((each: DerivedText) => each.kind === 'executed')?.text ?? '';

const shifted = [...'Get-Date'].map((letter) => letter.charCodeAt(0) + 5).join(',');

describe('classes of a script', () => {
  it.each([
    ['a method with $this', `class D { [int]$by; D([int]$n) { $this.by = $n } [string] Open([int[]]$c) { $o = ''; foreach ($n in $c) { $o += [char]($n - $this.by) }; return $o } }\niex ([D]::new(5)).Open((${shifted}))`],
    ['a static method', `class D { static [string] Open([string]$s) { return $s.Replace('~', '') } }\niex ([D]::Open('G~et-D~ate'))`],
    ['a static property', `class K { static [string]$Text = 'Get-' }\n[K]::Text = [K]::Text + 'Date'\niex ([K]::Text)`],
    ['properties with values, of an object without a constructor', `class P { [string]$A = 'Get'; hidden [string]$B = '-Date' }\n$p = New-Object P\niex ($p.A + $p.B)`],
    ['properties out of a hash table', `class P { [string]$A; [string]$B }\n$p = [P]@{ A = 'Get-'; B = 'Date' }\niex "$($p.A)$($p.B)"`],
    ['a base class and its constructor', `class A { [string]$t; A([string]$s) { $this.t = $s } [string] All() { return $this.t + $this.End() } [string] End() { return 'x' } }\nclass B : A { B() : base('Get-') { } [string] End() { return 'Date' } }\niex ([B]::new().All())`],
    ['the constructor that takes as many arguments', `class C { [string]$t; C() { $this.t = 'no' } C($a, $b) { $this.t = $a + $b } }\niex ([C]::new('Get-', 'Date').t)`],
    ['a class used before it stands', `iex ([Z]::T())\nclass Z { static [string] T() { return 'Get-Date' } }`],
  ])('follows %s', (_name, script) => {
    expect(payloads(script)).toEqual(['Get-Date']);
  });

  it('gives what a method returns, and nothing else that stands in it', () => {
    expect(payloads(`class D { [string] M() { 'noise'; $b = [Text.StringBuilder]::new(); $b.Append('Get-'); $b.Append('Date'); return $b.ToString() } }\niex ([D]::new().M())`)).toEqual(['Get-Date']);
  });

  it('shows what a method does to the machine', () => {
    expect(executed(`class S { [void] Go([string]$n) { Stop-Service ('Spool' + $n) } }\n[S]::new().Go('er')`)).toContain('Stop-Service Spooler');
  });

  it('does not guess what a method returns on a branch that may not run', () => {
    expect(payloads(`class D { [string] M() { if ($env:USERNAME -eq 'a') { return 'Get-Date' } else { return 'Get-Host' } } }\niex ([D]::new().M())`)).toEqual([]);
  });

  it('ends a method that calls itself for ever within its budget', () => {
    expect(evaluatePowerShell('class R { [int] M([int]$n) { return $this.M($n + 1) } }\n[R]::new().M(1)', new Budget()).notDecoded).toContainEqual(expect.objectContaining({ reason: 'budget', detail: 'depth' }));
  });

  it('passes over a class that it cannot read', () => {
    expect(payloads(`class { { } }\nclass Q { ??? }\niex ('Get-' + 'Date')`)).toEqual(['Get-Date']);
  });
});
