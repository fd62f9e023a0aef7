// Kills a random member again and again; see `npx nx torture embedded-cluster`. TORTURE_ROUNDS and TORTURE_SEED change the run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run, silentProgress } from '@fairlead/runtime';
import { embeddedCluster, type EmbeddedMember, type EmbeddedStatus } from '../src/index';
import { apiOf } from './support/api';
import { leftovers, traceOf, type Trace } from './support/leftovers';
import { deployPods, replacePods } from './support/workload';

const name = process.env['FAIRLEAD_CLUSTER_NAME'] ?? 'torture';
const rounds = Number(process.env['TORTURE_ROUNDS'] ?? 20);
const seed = Number(process.env['TORTURE_SEED'] ?? Date.now() % 100_000);
const progress = silentProgress;
// Beside this file, once both are bundled.
const commandLine = fileURLToPath(new URL('embedded-cluster.mjs', import.meta.url));
// Share of rounds in which `up` itself is killed first. Its lock then counts as held for ten seconds.
const INTERRUPTED = 0.25;
const cluster = embeddedCluster({ name });
const print = (text: string): void => void process.stdout.write(`${text}\n`);

interface Round {
  readonly killed: string;
  readonly seen: string;
  readonly upMs: number;
  readonly repairMs: number;
  /** From the repair until every pod was replaced by a new one. */
  readonly podsMs: number;
  readonly downMs: number;
  readonly left: readonly string[];
}

// A generator of our own, since a failing run has to be repeatable by its seed.
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

/** Kills a command line in the middle of `up`, as a closed terminal or a full memory would. */
async function interruptUp(random: () => number): Promise<string> {
  const seconds = (0.1 + 2.4 * random()).toFixed(2);
  // Its exit code says that it killed; 0 that `up` was faster.
  await run('timeout', ['--signal=KILL', seconds, process.execPath, commandLine, '--name', name, 'up'], { okCodes: [0, 137] }).catch(() => undefined);
  return seconds;
}

async function playRound(random: () => number): Promise<Round> {
  const interrupted = random() < INTERRUPTED ? await interruptUp(random) : undefined;
  const upMs = await timed(() => cluster.up({ progress }));
  const before = await cluster.status();
  if (before.state !== 'running') throw new Error(`after up it is ${before.state}: ${before.problems.join('; ')}`);
  await deployPods(apiOf(before.endpoints?.kubeconfig ?? ''));
  const victim = pick(before.members, random);
  const traces = [trace(before)];
  process.kill(victim.pid ?? 0, 'SIGKILL');
  const { state, problems } = await cluster.status();
  const repairMs = await timed(() => cluster.up({ progress }));
  const after = await cluster.status();
  traces.push(trace(after));
  const podsMs = await timed(() => replacePods(apiOf(after.endpoints?.kubeconfig ?? '')));
  const downMs = await timed(() => cluster.down({ progress }));
  const left = (await Promise.all(traces.map(leftovers))).flat();
  const last = (await cluster.status()).state;
  return { killed: interrupted ? `up at ${interrupted}s, ${victim.name}` : victim.name, seen: seenAs(state, problems), upMs, repairMs, podsMs, downMs, left: last === 'stopped' ? left : [...left, `it is ${last} after down`] };
}

function seenAs(state: string, problems: readonly string[]): string {
  return problems[0] ? `${state} (${problems[0].slice(0, 40)})` : state;
}

function pick(members: readonly EmbeddedMember[], random: () => number): EmbeddedMember {
  const chosen = members[Math.floor(random() * members.length)];
  if (!chosen?.pid) throw new Error('there is no member to kill');
  return chosen;
}

function trace(status: EmbeddedStatus): Trace {
  const init = status.members.find((member) => member.name === 'init')?.pid;
  if (!status.endpoints || !init) throw new Error(`nothing runs: ${JSON.stringify(status)}`);
  return traceOf(status.endpoints, init);
}

const forwarding = (): string => readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8').trim();

async function main(): Promise<void> {
  await cluster.down({ progress });
  const forwardingBefore = forwarding();
  const random = randomNumbers(seed);
  print(`${rounds} rounds, seed ${seed}\n${row(['round', 'killed', 'up', 'repair', 'pods', 'down', 'left', 'status right after the kill'])}`);
  let dirty = 0;
  const ups: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const result = await playRound(random);
    ups.push(result.upMs);
    print(row([String(round), result.killed, `${result.upMs}ms`, `${result.repairMs}ms`, `${result.podsMs}ms`, `${result.downMs}ms`, String(result.left.length), result.seen]));
    for (const thing of result.left) print(`    ${thing}`);
    dirty += result.left.length;
  }
  print(`up: median ${ups.sort((a, b) => a - b)[Math.floor(ups.length / 2)]} ms; ${dirty} things left behind; ip_forward ${forwardingBefore} -> ${forwarding()}`);
  process.exitCode = dirty === 0 ? 0 : 1;
}

function row(cells: readonly string[]): string {
  const widths = [5, 38, 8, 8, 8, 8, 4, 0];
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd();
}

await main();
