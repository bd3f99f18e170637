import { excerptText, sizeText } from './script-labels.js';

describe('a script in a list', () => {
  it('shows that more follows its beginning, and only then', () => {
    expect(excerptText({ excerpt: 'whoami /all', size: 11 })).toBe('whoami /all');
    expect(excerptText({ excerpt: 'a'.repeat(160), size: 400 })).toMatch(/a …$/);
    expect(excerptText({ excerpt: 'echo off', size: 2_048 })).toBe('echo off …');
    expect(excerptText({ excerpt: '', size: null })).toBe('');
  });

  it('gives its size as people read it', () => {
    expect(sizeText(1_000)).toBe('1000 B');
    expect(sizeText(2_048)).toBe('2.0 kB');
  });
});
