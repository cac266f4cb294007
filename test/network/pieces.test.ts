import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ifRange, parseContentRange } from '../../src/network/byte-range.js';
import { retryAfter } from '../../src/network/fault.js';
import { nextAddress } from '../../src/network/follow.js';
import { proxyFor } from '../../src/network/proxy.js';
import { RateLimit } from '../../src/network/rate-limit.js';
import { FakeClock } from '../support/fake-clock.js';

describe('the proxy of an address', () => {
  const PROXY = { HTTPS_PROXY: 'http://mandataire:3128', HTTP_PROXY: 'autre:8080' };

  it.each<[string, Record<string, string>, string | null]>([
    ['https://www.insee.fr/a', PROXY, 'http://mandataire:3128/'],
    ['http://www.insee.fr/a', PROXY, 'http://autre:8080/'],
    ['https://www.insee.fr/a', { https_proxy: 'http://petit:1', HTTPS_PROXY: 'http://grand:1' }, 'http://petit:1/'],
    ['https://www.insee.fr/a', { ALL_PROXY: 'https://tout:1' }, 'https://tout:1/'],
    ['https://www.insee.fr/a', {}, null],
    ['https://www.insee.fr/a', { HTTPS_PROXY: '' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: '*' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: 'localhost, insee.fr' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: '.insee.fr' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: '*.INSEE.fr' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: 'see.fr' }, 'http://mandataire:3128/'],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: 'insee.fr:443' }, null],
    ['https://www.insee.fr/a', { ...PROXY, NO_PROXY: 'insee.fr:80' }, 'http://mandataire:3128/'],
    ['https://[::1]:8443/a', { ...PROXY, no_proxy: '[::1]' }, null],
  ])('%s with %j is %s', (url, environment, proxy) => {
    expect(proxyFor(new URL(url), environment)?.href ?? null).toBe(proxy);
  });

  it('refuses what is no HTTP proxy, without showing its password', () => {
    const refused = (): unknown => proxyFor(new URL('https://a.fr'), { HTTPS_PROXY: 'socks5://moi:secret@hote:1' });
    expect(refused).toThrow(/HTTPS_PROXY : ce n'est pas l'adresse d'un proxy HTTP/);
    expect(refused).not.toThrow(/secret/);
  });

  it('refuses a password with a bare %, which would be another one', () => {
    const refused = (): unknown => proxyFor(new URL('https://a.fr'), { HTTPS_PROXY: 'http://moi:sec%ret@hote:1' });
    expect(refused).toThrow(/HTTPS_PROXY : [^]*un % s'y écrit %25/);
    expect(refused).not.toThrow(/sec%ret/);
  });
});

describe('a redirection', () => {
  it('never leaves encryption', () => {
    expect(() => nextAddress(new URL('https://a.fr/x'), 'http://a.fr/x')).toThrow(/redirection vers une adresse sans chiffrement \(a\.fr\), refusée/);
    expect(nextAddress(new URL('http://a.fr/x'), 'https://a.fr/x').href).toBe('https://a.fr/x');
    expect(nextAddress(new URL('https://a.fr/x/y'), '../z?q=1').href).toBe('https://a.fr/z?q=1');
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1);

  it.each<[string | undefined, number | null]>([
    [undefined, null],
    ['120', 120_000],
    [' 5 ', 5000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 2015 00:01:00 GMT', 0],
    ['bientôt', null],
  ])('%j is %j ms', (text, ms) => {
    expect(retryAfter(text, now)).toBe(ms);
  });
});

describe('Content-Range', () => {
  it('is read where it is one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.option(fc.integer({ min: 1, max: 1000 })), (first, length, more) => {
        const last = first + length;
        const total = more === null ? null : last + more;
        expect(parseContentRange(`bytes ${String(first)}-${String(last)}/${String(total ?? '*')}`)).toEqual({ first, last, total });
      }),
    );
  });

  it.each([undefined, '', 'bytes 5-4/10', 'bytes 0-10/10', 'octets 0-1/2', 'bytes */10', 'bytes 0-1/2, 3-4'])('%j is none', (text) => {
    expect(parseContentRange(text)).toBeNull();
  });

  it('is asked for with a strong ETag, else the date', () => {
    expect(ifRange({ etag: '"a"', lastModified: 'x' })).toBe('"a"');
    expect(ifRange({ etag: 'W/"a"', lastModified: 'x' })).toBe('x');
    expect(ifRange({ etag: 'W/"a"', lastModified: null })).toBeNull();
  });
});

describe('a limit of requests a minute', () => {
  it('holds in any minute, and lets a burst go at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(5000), { maxLength: 150 }), async (most, pauses) => {
        const clock = new FakeClock();
        const limit = new RateLimit(most, clock);
        const sent: number[] = [];
        for (const pause of pauses) {
          clock.move(pause);
          await limit.turn();
          sent.push(clock.now());
        }
        sent.forEach((at, i) => {
          const before = sent[i - most];
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(60_000);
        });
        const waited = clock.slept.length;
        expect(waited).toBeLessThanOrEqual(Math.max(0, pauses.length - most));
      }),
      { numRuns: 60 },
    );
  });
});
