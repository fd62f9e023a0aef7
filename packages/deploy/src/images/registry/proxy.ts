import { getProxyForUrl } from 'proxy-from-env';
import { isLocal } from './reference';

/**
 * The proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name for a URL, in capitals or not; undefined where there is
 * none. What is on this machine is never asked through one, as Docker does it.
 */
export function tryProxy(url: string): string | undefined {
  const { host } = new URL(url);
  const proxy = isLocal(host) ? '' : getProxyForUrl(url);
  return proxy === '' ? undefined : plainUnlessSaid(proxy);
}

/** A proxy is asked over plain HTTP where its variable has no scheme; the library takes that of the URL. */
function plainUnlessSaid(proxy: string): string {
  const isSaid = Object.values(process.env).includes(proxy);
  return isSaid ? proxy : proxy.replace(/^https:/, 'http:');
}
