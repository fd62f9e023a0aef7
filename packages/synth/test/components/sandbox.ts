import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Project } from 'projen/lib/project';
import type { Config } from '../../src/config';
import { GeneratedFile } from '../../src/components/generated-file';
import { runSynth } from '../../src/components/run-synth';
import { openStaging } from '../../src/components/staging';
import { filesBelow } from '../../src/components/tree';
import { FairleadWorkspace } from '../../src/components/workspace';
import { exampleConfig } from '../example';

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** A workspace of its own under the system's temporary folder. */
export class Sandbox {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'fairlead-synth-')));

  constructor() {
    this.write('.projenrc.ts', '');
  }

  /** Synthesizes a workspace into it, with what was printed. */
  synth(config: Config = exampleConfig(), mode: 'write' | 'check' = 'write'): Outcome {
    return this.run(() => new FairleadWorkspace(config), mode);
  }

  /** Synthesizes a plain project of a few files into it. */
  synthFiles(files: Readonly<Record<string, string>>, mode: 'write' | 'check' = 'write'): Outcome {
    return this.run(() => {
      const project = new Project({ name: 'files', outdir: openStaging() });
      for (const [path, content] of Object.entries(files)) new GeneratedFile(project, path, { content });
      return project;
    }, mode);
  }

  private run(compose: () => Project, mode: 'write' | 'check'): Outcome {
    let output = '';
    const collect = (text: string | Uint8Array): boolean => ((output += String(text)), true);
    const streams = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(collect));
    const start = process.cwd();
    process.chdir(this.root);
    if (mode === 'check') process.env['FAIRLEAD_SYNTH'] = 'check';
    try {
      runSynth(compose);
      return { exitCode: Number(process.exitCode ?? 0), output };
    } finally {
      delete process.env['FAIRLEAD_SYNTH'];
      process.exitCode = 0;
      process.chdir(start);
      streams.forEach((stream) => stream.mockRestore());
    }
  }

  check(config?: Config): Outcome {
    return this.synth(config, 'check');
  }

  path(path: string): string {
    return join(this.root, path);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  has(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** Everything that synthesis could have touched: content, mode and time stamp of every file outside of `.fairlead`. */
  state(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      filesBelow(this.root)
        .filter((path) => !path.startsWith('.fairlead/'))
        .map((path) => [path, `${statSync(this.path(path)).mode} ${statSync(this.path(path)).mtimeMs} ${this.read(path)}`]),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
