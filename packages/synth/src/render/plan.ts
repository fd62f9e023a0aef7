import type { Plan, WorkloadPlan } from '@fairlead/plan';
import type { Model, Workload } from '../model/model';

/** The data that run time reads. It holds nothing that run time does not use. */
export function renderPlan(model: Model): Plan {
  return {
    version: 1,
    app: model.app,
    chart: { name: model.chart.name, path: model.chart.path, version: model.chart.version },
    ...(model.checks === '' ? {} : { checks: model.checks }),
    entry: model.entry,
    imageBuilds: model.imageBuilds,
    workloads: model.workloads.map(workloadPlan),
    database: databasePlan(model.database),
    secrets: [...model.secrets],
    environments: [...model.environments],
  };
}

function workloadPlan(workload: Workload): WorkloadPlan {
  return {
    name: workload.name,
    kind: workload.kind,
    project: workload.project,
    root: workload.root,
    dockerfile: `${workload.root}/Dockerfile`,
    contextPaths: workload.copies.map(({ from }) => from),
    image: workload.image,
    base: workload.base,
    secrets: [...workload.secrets],
    ...reach(workload),
  };
}

/** How a workload is reached, where it is. */
function reach(workload: Workload): Pick<WorkloadPlan, 'port' | 'readinessPath' | 'proxy' | 'schedule'> {
  if (workload.runs === 'server') return { port: workload.port, readinessPath: workload.probes.readiness.path, proxy: [...workload.proxy] };
  return { port: 0, readinessPath: '', proxy: [], ...(workload.runs === 'scheduled' ? { schedule: workload.schedule } : {}) };
}

function databasePlan(database: Model['database']): Plan['database'] {
  if (database.provision !== 'in-cluster') return database;
  const { provision, secret, image, base, databaseName, user, port } = database;
  return { provision, secret, image, base, databaseName, user, port };
}
