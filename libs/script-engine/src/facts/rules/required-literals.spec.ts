import { behaviourRules } from './index.js';
import { requiredLiterals } from './required-literals.js';

describe('requiredLiterals', () => {
  it.each([
    [/net(?:\.exe)?\s[^\n]{0,9}-urlcache/, ['-urlcache']],
    [/net1?\s+users?\b/, ['user']],
    [/(?:New|Set)-Item(?:Property)?\s/, ['new-item', 'set-item']],
    [/foo|ba[rz]/i, ['bar', 'baz', 'foo']],
    [/(?<!x)(?=y)abc(?!d)/, ['abc']],
    [/(?<url>https?:)/, ['http:', 'https:']],
    [/\x41{3}/, ['aaa']],
    [/(?:ab){1,3}\s?c/, ['ab']],
    [/\w+/, ['']],
    [/(?:abc)?/, ['']],
  ] as [RegExp, string[]][])('of %s', (pattern, literals) => {
    expect([...requiredLiterals(pattern)].sort()).toEqual(literals);
  });

  it('are quick to find and cheap to look for', () => {
    const all = new Set(behaviourRules.flatMap((rule) => rule.needs));
    expect(all.size).toBeLessThan(8_000);
  });
});

describe('patterns', () => {
  /** Texts made to cost: what the rule looks for again and again, with and without the end of the statement. */
  it.each(behaviourRules.map((rule) => [rule.id, rule] as const))('%s stays linear', (_id, rule) => {
    const pieces = rule.needs.slice(0, 4).flatMap((literal) => [`${literal} `, `${literal}-`, ` ${literal} "a\\`]);
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(6_000 / piece.length));
      const started = performance.now();
      rule.pattern.test(text);
      expect(performance.now() - started).toBeLessThan(20_000);
    }
  });
});
