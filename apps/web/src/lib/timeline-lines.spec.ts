import { timelineLines } from './timeline-lines.js';

describe('timelineLines', () => {
  it('heads each day and tells quiet stretches', () => {
    const entries = ['2024-07-17T10:00:00Z', '2024-07-17T10:05:00Z', '2024-07-17T12:00:00Z', '2024-07-18T00:01:00Z', 'soon'].map((time) => ({ time }));
    expect(timelineLines(entries, 'utc').map((line) => (line.kind === 'entry' ? `${line.entry.time}${line.first ? ' first' : ''}${line.last ? ' last' : ''}` : line.text))).toEqual([
      '17 Jul 2024',
      '2024-07-17T10:00:00Z first',
      '2024-07-17T10:05:00Z',
      '1 h 55 min later',
      '2024-07-17T12:00:00Z last',
      '18 Jul 2024',
      '2024-07-18T00:01:00Z first last',
      'At an unknown time',
      'soon first last',
    ]);
  });

  it('gives every line a key of its own', () => {
    const keys = timelineLines(Array.from({ length: 30 }, () => ({ time: '2024-07-17T10:00:00Z' })), 'utc').map((line) => line.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
