/** What Nx reads of a target in `project.json`; only what we render. @see https://nx.dev/reference/project-configuration */
export interface Target {
  readonly executor: string;
  readonly cache?: boolean;
  readonly continuous?: boolean;
  readonly dependsOn?: readonly (string | { readonly projects: readonly string[]; readonly target: string })[];
  readonly inputs?: readonly (string | object)[];
  readonly outputs?: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly configurations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface NxProject {
  readonly name: string;
  readonly $schema: string;
  readonly root: string;
  readonly projectType: 'application';
  readonly implicitDependencies?: readonly string[];
  readonly targets: Readonly<Record<string, Target>>;
}

/** A target that runs one command in the workspace root. `nx:run-commands` is part of Nx and starts fastest. */
export function command(line: string, rest: Omit<Target, 'executor' | 'options'> & { readonly options?: Target['options'] } = {}): Target {
  const { options, ...target } = rest;
  return { executor: 'nx:run-commands', ...target, options: { command: line, ...options } };
}

export const on = (project: string, target: string): { projects: string[]; target: string } => ({ projects: [project], target });

/** The Nx project that builds the `fairlead` command. */
const RUN_TIME_PROJECT = 'deploy';

/** Every verb needs the bundled command first. */
export const runTimeBuilt = on(RUN_TIME_PROJECT, 'build');
