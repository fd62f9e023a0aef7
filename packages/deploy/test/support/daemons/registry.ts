import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { get as getSecurely } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@fairlead/runtime';
import { makeCertificates } from './certificates';
import { startDaemon } from './daemon';
import { freePort } from './free-port';

export interface Registry {
  /** Host and port. */
  readonly address: string;
  /** File of the authority that vouches for it; undefined for one without TLS. */
  readonly ca: string | undefined;
  stop(): Promise<void>;
}

export interface RegistryOptions {
  readonly tls?: boolean;
  /** Basic authentication. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Default: a free one. */
  readonly port?: number;
}

/** Debian's registry on loopback, with its images in a folder of its own. */
export async function startRegistry({ tls = false, user, port }: RegistryOptions = {}): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-registry-'));
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const certificates = tls ? await makeCertificates(folder) : undefined;
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'images') }, delete: { enabled: true } },
    http: { addr: address, ...(certificates ? { tls: { certificate: certificates.server.cert, key: certificates.server.key } } : {}) },
    ...(user ? { auth: { htpasswd: { realm: 'test', path: await passwordFile(folder, user) } } } : {}),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const daemon = await startDaemon('docker-registry', ['serve', join(folder, 'config.yml')], { answers: () => greet(address, certificates?.ca) });
  return {
    address,
    ca: certificates?.ca,
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Any answer will do; one that wants a password answers too. */
async function greet(address: string, ca: string | undefined): Promise<void> {
  const asked = ca === undefined ? get(`http://${address}/v2/`) : getSecurely(`https://${address}/v2/`, { ca: readFileSync(ca) });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
}

/** The registry takes bcrypt only; Perl's crypt, which every Debian has, makes it. */
async function passwordFile(folder: string, { name, password }: { name: string; password: string }): Promise<string> {
  const script = 'print crypt($ARGV[0], q($2b$05$abcdefghijklmnopqrstuu))';
  const { stdout } = await run('perl', ['-e', script, password]);
  const file = join(folder, 'htpasswd');
  writeFileSync(file, `${name}:${stdout}\n`);
  return file;
}
