import { usageError } from '../errors.js';

/** The variables of a process, of which those of proxies are read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment gives for an address, null for none: `HTTPS_PROXY` or `HTTP_PROXY` by
 * the address's protocol, else `ALL_PROXY`, in capitals or not; `NO_PROXY` lists hosts that go without,
 * with their subdomains (`insee.fr`, `.insee.fr`, `localhost:8080`), or `*` for all.
 *
 * @throws usageError on a proxy that is no HTTP address
 */
export function proxyFor(url: URL, environment: Environment): URL | null {
  const read = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const [variable, text] =
    [url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY', 'ALL_PROXY'].map((name) => [name, read(name).trim()] as const).find(([, value]) => value !== '') ?? [];
  if (variable === undefined || text === undefined || goesWithout(url, read('NO_PROXY'))) return null;
  const full = text.includes('://') ? text : `http://${text}`;
  const proxy = URL.canParse(full) ? new URL(full) : null;
  if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') || !isDecodable(proxy.username) || !isDecodable(proxy.password)) {
    // Its text may hold a password.
    throw usageError(`${variable} : ce n'est pas l'adresse d'un proxy HTTP.\nDonnez http://hôte:port, ou http://nom:motdepasse@hôte:port (un % s'y écrit %25, un @ %40).`);
  }
  return proxy;
}

/** False for a `%` that is no escape: the name or the password would not be what was meant. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function goesWithout({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.toLowerCase();
  const reached = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const bare = name.replace(/^\*?\./, '');
      return bare !== '' && (only === undefined || only === reached) && (host === bare || host.endsWith(`.${bare}`));
    });
}
