import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunResult } from '@fairlead/runtime';
import { makeCertificates } from './certificates';
import { startDaemon } from './daemon';
import { freePort } from './free-port';

export interface DockerDaemon {
  /** Selects the daemon and Debian's client, which builds with BuildKit. */
  readonly env: Readonly<Record<string, string>>;
  /** Only what selects the daemon, as `minikube docker-env` prints it. */
  readonly address: Readonly<Record<string, string>>;
  /** Runs Debian's client against it. */
  docker(...args: string[]): Promise<RunResult>;
  /** Leaves no process and no file. */
  stop(): Promise<void>;
}

/** Debian's Docker by a socket, with everything it keeps in a folder of its own, no network, and no trace in the firewall. */
export async function startDockerDaemon(): Promise<DockerDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-docker-'));
  const host = `unix://${join(folder, 'docker.sock')}`;
  return startAt(folder, { DOCKER_HOST: host }, ['--host', host]);
}

/** The same by TLS on loopback, with certificates of its own: only a client that has them gets in. */
export async function startTlsDockerDaemon(): Promise<DockerDaemon> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-docker-'));
  const { ca, server, folder: certificates } = await makeCertificates(folder);
  const host = `tcp://127.0.0.1:${await freePort()}`;
  const address = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates };
  return startAt(folder, address, ['--host', host, '--tlsverify', '--tlscacert', ca, '--tlscert', server.cert, '--tlskey', server.key]);
}

async function startAt(folder: string, address: Readonly<Record<string, string>>, listening: readonly string[]): Promise<DockerDaemon> {
  const env = { ...address, ...clientOf(folder) };
  const docker = (...args: string[]): Promise<RunResult> => run('docker', args, { env });
  const files = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')];
  const isolated = ['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false', '--storage-driver=overlay2'];
  // It keeps a trust key in the home of whoever starts it.
  const daemon = await startDaemon('dockerd', [...files, ...isolated, ...listening], { env: { HOME: folder, DOCKER_HOST: undefined }, answers: () => docker('version') });
  return {
    env,
    address,
    docker,
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client without plug-ins or credentials of whoever runs the tests, and Debian's even if another comes first. */
function clientOf(folder: string): { DOCKER_CONFIG: string; PATH: string } {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync('/usr/bin/docker', join(bin, 'docker'));
  const config = join(folder, 'config');
  mkdirSync(config);
  return { DOCKER_CONFIG: config, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}
