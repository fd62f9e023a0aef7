import type { Component } from 'projen/lib/component';
import { Project } from 'projen/lib/project';
import type { Config } from '../config';
import type { Model, Workload } from '../model/model';
import { resolve } from '../model/resolve';
import { renderChart } from '../render/chart';
import { renderCiWorkflow } from '../render/ci';
import { renderDocker } from '../render/docker';
import { renderChartProject, renderWorkloadProject } from '../render/nx';
import { renderPlan } from '../render/plan';
import { validate } from '../validate';
import { GeneratedFile } from './generated-file';
import { Projenrc } from './projenrc';
import { openStaging } from './staging';

const UNUSED_TASKS = ['build', 'pre-compile', 'compile', 'post-compile', 'test', 'package', 'eject'];

/**
 * A workspace that synthesizes every deployment artifact of an app from one config.
 * Everything is validated and rendered in the constructor and written to a staging folder by `synth`;
 * `runSynth` then moves it into place.
 * @throws ConfigError with every fault of the config.
 */
export class FairleadWorkspace extends Project {
  readonly model: Model;
  private found?: Component[];

  constructor(config: Config) {
    const model = resolve(validate(config));
    super({ name: config.app, outdir: openStaging(), commitGenerated: true });
    this.model = model;
    new Projenrc(this);
    UNUSED_TASKS.forEach((task) => this.tasks.removeTask(task));
    // `node --require`, not `tsx`: outside npx the shell of a task has no node_modules/.bin on its PATH.
    this.defaultTask?.exec('node --require @fairlead/synth/register.cjs .projenrc.ts');
    model.workloads.forEach((workload) => this.addWorkload(workload));
    this.addChart();
    new GeneratedFile(this, '.github/workflows/ci.yml', { content: renderCiWorkflow(model) });
  }

  // projen walks the whole tree for every file that it writes; from then on nothing is added to it.
  override get components(): Component[] {
    return this.found ?? super.components;
  }

  override preSynthesize(): void {
    this.found = super.components;
  }

  /** Adds a generated JSON file. */
  addJson(path: string, content: object, options: { readonly writable?: boolean } = {}): void {
    new GeneratedFile(this, path, { content: `${JSON.stringify(content, null, 2)}\n`, ...options });
  }

  private addWorkload(workload: Workload): void {
    for (const [name, content] of Object.entries(renderDocker(workload, this.model))) {
      new GeneratedFile(this, `${workload.root}/${name}`, { content });
    }
    this.addJson(`${workload.root}/project.json`, renderWorkloadProject(workload, this.model));
  }

  private addChart(): void {
    const { path } = this.model.chart;
    for (const [name, content] of Object.entries(renderChart(this.model))) new GeneratedFile(this, `${path}/${name}`, { content });
    this.addJson(`${path}/project.json`, renderChartProject(this.model));
    this.addJson(`${path}/plan.json`, renderPlan(this.model));
  }
}
