import type { Model, ScheduledWorkload } from '../../model/model';
import { expr, renderManifest } from './helm-yaml';
import { chartNames, valueOf } from './names';
import { podTemplate } from './pod';

/** Seconds in which a start that was missed is still made up for. */
const LATEST_START = 300;
const A_DAY = 86_400;

export function renderCronJob(workload: ScheduledWorkload, model: Model): string {
  const { name, concurrency, retries, timeoutSeconds } = workload;
  const names = chartNames(model);
  return renderManifest({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: names.metadata(name, name),
    spec: {
      schedule: expr(`${valueOf(name, 'schedule')} | quote`),
      timeZone: expr(`${valueOf(name, 'timeZone')} | quote`),
      suspend: expr(valueOf(name, 'suspend')),
      concurrencyPolicy: concurrency,
      startingDeadlineSeconds: LATEST_START,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: names.labels(name) },
        spec: {
          backoffLimit: retries,
          activeDeadlineSeconds: timeoutSeconds,
          // Its log stays readable for as long.
          ttlSecondsAfterFinished: A_DAY,
          template: podTemplate(workload, model, { restartPolicy: 'Never' }),
        },
      },
    },
  });
}
