import { AlertPlaces, type IdPage } from './alert-places.js';

/** Ten alerts in pages of three; a cursor is the number of the alert. */
function incident(): { places: AlertPlaces; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  const readPage = (after: string | null): Promise<IdPage> => {
    asked.push(after);
    const start = after === null ? 0 : Number(after) + 1;
    const edges = [0, 1, 2].map((step) => start + step).filter((number) => number < 10);
    return Promise.resolve({ edges: edges.map((number) => ({ cursor: String(number), id: `alert-${number}` })), hasNextPage: start + 3 < 10 });
  };
  return { places: new AlertPlaces(readPage), asked };
}

describe('AlertPlaces', () => {
  it('gives the cursor before an alert and reads only as far as needed', async () => {
    const { places, asked } = incident();
    expect(await places.find('alert-0')).toBeNull();
    expect(await places.find('alert-4')).toBe('3');
    expect(asked).toEqual([null, '2']);
  });

  it('reads no page twice, also when asked for several at once', async () => {
    const { places, asked } = incident();
    expect(await Promise.all([places.find('alert-9'), places.find('alert-5'), places.find('alert-9')])).toEqual(['8', '4', '8']);
    expect(asked).toEqual([null, '2', '5', '8']);
  });

  it('knows when there is no such alert', async () => {
    const { places } = incident();
    expect(await places.find('elsewhere')).toBeUndefined();
  });

  it('can be asked again after a failure', async () => {
    let failures = 1;
    const places = new AlertPlaces(() => (failures-- > 0 ? Promise.reject(new Error('lost')) : Promise.resolve({ edges: [{ cursor: 'c', id: 'a' }], hasNextPage: false })));
    await expect(places.find('a')).rejects.toThrow('lost');
    expect(await places.find('a')).toBeNull();
  });
});
