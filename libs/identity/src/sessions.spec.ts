import { createAttemptLimiter, createSessions, expiredSessionCookie, readSessionCookie, sessionCookie, type Identity } from './index.js';

const identity: Identity = { subject: 'local:analyst', name: 'analyst', tenant: 'default', roles: ['reader'] };

describe('sessions', () => {
  it('finds an open session and no other', () => {
    const sessions = createSessions();
    const id = sessions.open(identity);
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(sessions.find(id)).toEqual(identity);
    expect(sessions.find(`${id}x`)).toBeUndefined();
    expect(sessions.find(undefined)).toBeUndefined();
    expect(sessions.open(identity)).not.toBe(id);
  });

  it('ends after eight hours without use, and lives on with use', () => {
    let now = 0;
    const hour = 3_600_000;
    const sessions = createSessions({ now: () => now });
    const id = sessions.open(identity);
    now += 7 * hour;
    expect(sessions.find(id)).toEqual(identity);
    now += 7 * hour;
    expect(sessions.find(id, { extend: false })).toEqual(identity);
    now += hour;
    expect(sessions.find(id)).toBeUndefined();
  });

  it('tells listeners when a session is closed', () => {
    const sessions = createSessions();
    const id = sessions.open(identity);
    let heard = 0;
    sessions.onClose(id, () => heard++);
    const silence = sessions.onClose(id, () => (heard += 100));
    silence();
    sessions.close(id);
    sessions.close(id);
    expect(heard).toBe(1);
    expect(sessions.find(id)).toBeUndefined();
  });

  it('makes room by ending the session unused for longest', () => {
    const sessions = createSessions({ capacity: 2 });
    const [first, second] = [sessions.open(identity), sessions.open(identity)];
    sessions.find(first);
    const third = sessions.open(identity);
    expect([first, second, third].map((id) => sessions.find(id) !== undefined)).toEqual([true, false, true]);
  });
});

describe('session cookie', () => {
  it('is out of reach of scripts and other sites', () => {
    expect(sessionCookie('abc', { secure: false })).toBe('attest_session=abc; Path=/; HttpOnly; SameSite=Strict');
    expect(sessionCookie('abc', { secure: true })).toContain('; Secure');
    expect(expiredSessionCookie({ secure: false })).toMatch(/^attest_session=; .*Max-Age=0$/);
  });

  it('is read among others', () => {
    expect(readSessionCookie('theme=dark; attest_session=abc; x=y')).toBe('abc');
    expect(readSessionCookie('xattest_session=abc; attest_session=')).toBeUndefined();
    expect(readSessionCookie(undefined)).toBeUndefined();
  });
});

describe('attempt limiter', () => {
  const wrong = async (): Promise<boolean> => false;
  const right = async (): Promise<boolean> => true;

  it('refuses the attempt after the tenth failure of a minute, and says how long', async () => {
    let now = 0;
    const limiter = createAttemptLimiter({ now: () => now });
    for (let n = 0; n < 10; n++) {
      expect(await limiter.attempt('a', wrong)).toBe(false);
      now += 1000;
    }
    let ran = false;
    const refusal = await limiter.attempt('a', async () => (ran = true)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfter: 50, message: 'Too many failed sign-ins from this address. Try again in 50 seconds.' });
    expect(ran).toBe(false);
    expect(await limiter.attempt('b', right)).toBe(true);
    now += 50_000;
    expect(await limiter.attempt('a', right)).toBe(true);
  });

  it('does not count successes', async () => {
    const limiter = createAttemptLimiter({ limit: 1 });
    for (let n = 0; n < 20; n++) expect(await limiter.attempt('a', right)).toBe(true);
  });

  it('lets no burst slip past', async () => {
    const limiter = createAttemptLimiter({ limit: 3 });
    let ran = 0;
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => limiter.attempt('a', async () => ran++ < 0)));
    expect(ran).toBe(3);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(47);
  });

  it('goes on after an attempt that broke', async () => {
    const limiter = createAttemptLimiter();
    await expect(limiter.attempt('a', () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(await limiter.attempt('a', right)).toBe(true);
  });
});
