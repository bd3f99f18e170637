import { describe, expect, it } from '@jest/globals';
import type { EntityFact } from '../incident-input.js';
import { otherNames } from './other-names.js';

const of = (value: string, names: string[], type = ''): string[] => otherNames({ entity: { type, value }, fact: { values: { value, names } } } as unknown as EntityFact);

describe('other names of an entity', () => {
  it('are ids and names, each once, without other spellings of the value', () => {
    expect(of('ana@contoso.example', ['ana@contoso.example', 'ana', 'CONTOSO\\ana', 'Ana Lima', 'S-1-5-21-1-2-3-1104', 'ana lima'])).toEqual(['Ana Lima', 'S-1-5-21-1-2-3-1104']);
    expect(of('pc7.contoso.example', ['pc7', 'PC7.contoso.example', '7cc55a46caaa06f9de5b83d5c769686bd16ed26f'])).toEqual(['7cc55a46caaa06f9de5b83d5c769686bd16ed26f']);
    expect(of('powershell.exe', ['powershell.exe', '4676', 'POWERSHELL.EXE', 'powershell.exe -File a.ps1'])).toEqual(['4676', 'powershell.exe -File a.ps1']);
    expect(of('a.exe', ['NT AUTHORITY\\SYSTEM', 'ana@contoso.example', 'C:\\a.exe', 'CONTOSO\\ana.lima'], 'process')).toEqual(['C:\\a.exe']);
    expect(of('ana.lima@contoso.example', ['ana.lima', 'contoso\\ana.lima'])).toEqual([]);
    expect(of('contoso\\kyle', ['kyle', 'S-0-6-5'])).toEqual(['S-0-6-5']);
  });

  it('are at most eight, and none for a fact without names', () => {
    expect(of('pc', Array.from({ length: 20 }, (_, index) => `id-${index}`))).toHaveLength(8);
    expect(otherNames({ entity: { value: 'pc' }, fact: { values: { value: 'pc' } } } as unknown as EntityFact)).toEqual([]);
  });
});
