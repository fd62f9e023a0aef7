import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';

/** Files of an authority of our own, and of a server and a client that it vouches for. */
export interface Certificates {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  /** Named as `DOCKER_CERT_PATH` expects them: `ca.pem`, `cert.pem`, `key.pem`. */
  readonly folder: string;
}

/** Makes certificates for 127.0.0.1, localhost and registry.test in `folder`. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const ca = join(folder, 'ca.pem');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Fairlead test authority'],
    ...['-addext', 'keyUsage=critical,keyCertSign', '-keyout', join(folder, 'ca-key.pem'), '-out', ca],
  ]);
  const server = await sign(folder, 'server', 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:registry.test\nextendedKeyUsage=serverAuth');
  await sign(folder, '', 'extendedKeyUsage=clientAuth');
  return { ca, server, folder };
}

async function sign(folder: string, prefix: string, extensions: string): Promise<{ cert: string; key: string }> {
  const file = (name: string): string => join(folder, prefix ? `${prefix}-${name}` : name);
  const [key, request, cert] = [file('key.pem'), file('request.pem'), file('cert.pem')];
  writeFileSync(file('extensions.cnf'), extensions);
  await run('openssl', ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${prefix || 'client'}`, '-keyout', key, '-out', request]);
  const authority = ['-CA', join(folder, 'ca.pem'), '-CAkey', join(folder, 'ca-key.pem'), '-CAcreateserial', '-days', '2'];
  await run('openssl', ['x509', '-req', '-in', request, ...authority, '-extfile', file('extensions.cnf'), '-out', cert]);
  return { cert, key };
}
