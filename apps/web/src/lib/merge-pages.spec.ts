import { mergePages } from './merge-pages.js';

const key = (item: string): string => item;

describe('mergePages', () => {
  const held = { nodes: ['a', 'b'], pageInfo: { endCursor: '2' }, totalCount: 4 };

  it('adds the next page and takes its position', () => {
    expect(mergePages(held, { nodes: ['c', 'd'], pageInfo: { endCursor: '4' }, totalCount: 4 }, '2', key)).toEqual({
      nodes: ['a', 'b', 'c', 'd'],
      pageInfo: { endCursor: '4' },
      totalCount: 4,
    });
  });

  it('starts anew without a cursor', () => {
    expect(mergePages(held, { nodes: ['x'], totalCount: 1 }, null, key)).toEqual({ nodes: ['x'], totalCount: 1 });
  });

  it('shows an item that moved between pages once', () => {
    expect(mergePages(held, { nodes: ['b', 'c'], totalCount: 4 }, '2', key).nodes).toEqual(['a', 'b', 'c']);
  });

  it('joins edges', () => {
    expect(mergePages({ edges: ['a'] }, { edges: ['b'] }, '1', key).edges).toEqual(['a', 'b']);
  });
});
