import type { BackgroundWorkload, Database, Model, ScheduledWorkload, Server, Workload } from '../../model/model';
import { schemas, type Field, type Group } from './values-tree';

/** Private ranges: where the ingress of a cluster asks from, unless its owner says more exactly. */
const CLUSTER_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Everything that can be set, as one tree. */
export function chartValues(model: Model): Group {
  return {
    description: '',
    fields: {
      ...Object.fromEntries(model.workloads.map((workload) => [workload.name, workloadValues(workload)])),
      ...(model.database.provision === 'in-cluster' ? { postgres: postgresValues(model.database) } : {}),
      secrets: secretValues(model),
      ingress: ingressValues(model),
      networkPolicy: networkPolicyValues(model),
      imagePullSecrets: {
        description: 'Pull Secrets of the namespace, e.g. `[{name: registry}]`.',
        value: [],
        schema: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['name'], properties: { name: schemas.name } } },
      },
    },
  };
}

function workloadValues(workload: Workload): Group {
  const { name, image, resources, env } = workload;
  return {
    description: `The workload ${name}.`,
    fields: {
      image: imageValues(image),
      ...(workload.runs === 'scheduled' ? scheduleValues(workload) : replicaValues(workload)),
      ...(workload.runs === 'server' ? { service: serviceValues(workload) } : {}),
      ...(env.length > 0 ? { env: environmentValues(env) } : {}),
      resources: resourceValues(resources),
      podAnnotations: { description: 'Annotations of the pods, beside those of the chart.', value: {}, schema: schemas.annotations },
    },
  };
}

function replicaValues({ replicas }: Server | BackgroundWorkload): Group['fields'] {
  return {
    replicaCount: { description: 'Pods; more than one also gets a disruption budget.', value: replicas, schema: { type: 'integer', minimum: 0, maximum: 100 } },
    maxSurge: { description: 'Pods of a new version that start at once beside the old ones, which serve until then.', value: '25%', schema: { type: 'string', pattern: '^([1-9][0-9]?|100)%$' } },
  };
}

function scheduleValues({ schedule, timeZone }: ScheduledWorkload): Group['fields'] {
  return {
    schedule: { description: 'When it starts: five fields of cron, or a macro such as `@daily`.', value: schedule, schema: { type: 'string', pattern: '^(@[a-z]+|[^ ]+( [^ ]+){4})$' } },
    timeZone: { description: 'Time zone that the schedule is meant in.', value: timeZone, schema: { type: 'string', pattern: '^[A-Za-z0-9_+/-]+$' } },
    suspend: { description: 'Start no more runs.', value: false, schema: schemas.flag },
  };
}

function serviceValues({ servicePort }: Server): Group {
  return {
    description: 'Service in front of the pods.',
    fields: {
      type: { description: 'Service type. Others than ClusterIP open it to outside the cluster, without TLS.', value: 'ClusterIP', schema: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] } },
      port: { description: 'Service port.', value: servicePort, schema: schemas.port },
    },
  };
}

function environmentValues(env: Workload['env']): Group {
  return {
    description: 'Plain environment variables.',
    fields: Object.fromEntries(env.map(({ name, value, optional }) => [name, { description: optional ? `Variable ${name}. Empty: absent.` : `Variable ${name}.`, value, schema: schemas.text }])),
  };
}

function imageValues({ repository, tag }: { readonly repository: string; readonly tag: string }): Group {
  return {
    description: 'Image that runs.',
    fields: {
      repository: {
        description: 'Repository without a tag.',
        value: repository,
        schema: { type: 'string', pattern: '^([a-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$' },
      },
      tag: {
        description: 'Tag other than `latest`; `fairlead deploy` sets one that is never reused.',
        value: tag,
        schema: { type: 'string', pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$', not: { const: 'latest' } },
      },
      digest: { description: 'Digest such as `sha256:...`; when set, it is used instead of the tag.', value: '', schema: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' } },
      // With a tag that is never reused, what is there is right; and an image built into the node cannot be pulled.
      pullPolicy: { description: 'When to pull.', value: 'IfNotPresent', schema: { enum: ['IfNotPresent', 'Always', 'Never'] } },
    },
  };
}

function resourceValues(resources: object): Field {
  return { description: 'Requests and limits; `null` removes one.', value: resources, schema: schemas.resources };
}

function postgresValues({ image, storage, resources }: Extract<Database, { provision: 'in-cluster' }>): Group {
  return {
    description: 'The database beside the app.',
    fields: {
      image: imageValues(image),
      password: { description: 'Password, when this chart makes the Secret; taken at the first start only. Never commit it.', value: '', schema: schemas.text },
      existingSecret: { description: 'Secret of the namespace with the key `password`, instead of `postgres.password`.', value: '', schema: schemas.name },
      storage: {
        description: 'Volume. It stays when the release is removed.',
        fields: {
          size: { description: 'Size; it can grow where the storage class allows it, never shrink.', value: storage, schema: schemas.quantity },
          className: { description: "Storage class. Empty: the cluster's default. Fixed at the first install.", value: '', schema: schemas.name },
        },
      },
      resources: resourceValues(resources),
    },
  };
}

function secretValues({ secrets, database }: Model): Group {
  const describe = (required: boolean, computed: boolean): string =>
    computed ? 'Connection URL. Empty: that of the database beside the app.' : required ? 'Required, unless `secrets.existingSecret` names a Secret that has it.' : 'Optional.';
  const computed = database.provision === 'in-cluster' ? database.secret : undefined;
  return {
    description: 'Values of the Secret that this chart makes, for plain `helm install`. Never commit them.',
    fields: {
      existingSecret: { description: 'Secret of the namespace with the keys below, instead of making one.', value: '', schema: schemas.name },
      ...Object.fromEntries(
        secrets.map(({ name, required }) => [name, { description: describe(required, name === computed), value: '', schema: schemas.text }]),
      ),
    },
  };
}

function ingressValues({ workloads, entry }: Model): Group {
  const isPage = workloads.some(({ name, dockerfile }) => name === entry && dockerfile === 'nginx');
  return {
    description: 'Public address. Off: the app is reached by a tunnel.',
    fields: {
      enabled: { description: 'Create the Ingress.', value: false, schema: schemas.flag },
      host: { description: 'Host name.', value: '', schema: schemas.name },
      tlsSecret: { description: 'Secret with the certificate; needed, since there is no ingress without TLS.', value: '', schema: schemas.name },
      className: { description: "Ingress class. Empty: the cluster's default.", value: '', schema: schemas.name },
      annotations: { description: 'Annotations of the Ingress, e.g. for its timeouts.', value: {}, schema: schemas.annotations },
      ...(isPage ? { trustedProxies: { description: "Networks the ingress asks from; its word on a client's address and scheme is taken.", value: CLUSTER_NETWORKS, schema: schemas.cidrs } } : {}),
    },
  };
}

function networkPolicyValues({ workloads, database }: Model): Group {
  const external: Group['fields'] = {
    databaseCidr: { description: 'Network of the database.', value: '0.0.0.0/0', schema: schemas.cidr },
    databasePort: { description: 'Port of the database.', value: 5432, schema: schemas.port },
  };
  const metrics: Group['fields'] = {
    metricsNamespace: { description: 'Namespace whose pods may read metrics. Empty: none.', value: '', schema: schemas.name },
  };
  return {
    description: 'Who may connect to whom. Takes effect only where the network plug-in enforces policies.',
    fields: {
      enabled: { description: 'Create the policies.', value: true, schema: schemas.flag },
      ...(workloads.some(({ metricsPort }) => metricsPort > 0) ? metrics : {}),
      ...(database.provision === 'external' ? external : {}),
    },
  };
}
