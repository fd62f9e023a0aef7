import type { Model, Workload } from '../../model/model';

/** One value of the chart: its default, what it may be, what it is for. Values, schema and README derive from it. */
export interface Field {
  readonly description: string;
  readonly value: unknown;
  /** JSON schema of the value. */
  readonly schema: object;
}

/** A map of values that may hold nothing else. */
export interface Group {
  readonly description: string;
  readonly fields: Readonly<Record<string, Field | Group>>;
}

export const isGroup = (node: Field | Group): node is Group => 'fields' in node;

const text = { type: 'string' };
const port = { type: 'integer', minimum: 1, maximum: 65535 };
const name = { type: 'string', pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$', maxLength: 253 };
const quantity = { type: ['string', 'number'], pattern: '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$' };
const quantities = { type: 'object', additionalProperties: false, properties: { cpu: quantity, memory: quantity, 'ephemeral-storage': quantity } };

/** Everything that can be set, as one tree. */
export function chartValues(model: Model): Group {
  return {
    description: '',
    fields: {
      ...Object.fromEntries(model.workloads.map((workload) => [workload.name, workloadValues(workload)])),
      ...(model.database.provision === 'in-cluster' ? { postgres: postgresValues(model.database) } : {}),
      secrets: secretValues(model),
      ingress: {
        description: 'Public address. Off: the app is reached by a tunnel.',
        fields: {
          enabled: { description: 'Create the Ingress.', value: false, schema: { type: 'boolean' } },
          host: { description: 'Host name.', value: '', schema: name },
          tlsSecret: { description: 'Secret with the certificate; needed, since there is no ingress without TLS.', value: '', schema: name },
          className: { description: "Ingress class. Empty: the cluster's default.", value: '', schema: name },
        },
      },
      networkPolicy: {
        description: 'Who may connect to whom. Takes effect only where the network plug-in enforces policies.',
        fields: { enabled: { description: 'Create the policies.', value: true, schema: { type: 'boolean' } } },
      },
      imagePullSecrets: {
        description: 'Pull Secrets of the namespace.',
        value: [],
        schema: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['name'], properties: { name } } },
      },
    },
  };
}

function imageValues({ repository, tag }: { readonly repository: string; readonly tag: string }): Group {
  return {
    description: 'Image that runs.',
    fields: {
      repository: { description: 'Repository without a tag.', value: repository, schema: { ...text, minLength: 1, pattern: '^[a-z0-9][a-z0-9._/:-]*$' } },
      tag: { description: 'Tag; `fairlead deploy` sets the content tag.', value: tag, schema: { ...text, pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$', not: { const: 'latest' } } },
      digest: { description: 'Digest, e.g. `sha256:...`; goes before the tag.', value: '', schema: { ...text, pattern: '^(sha256:[0-9a-f]{64})?$' } },
      // With a tag that is never reused, what is there is right; and an image built into the node cannot be pulled.
      pullPolicy: { description: 'When to pull.', value: 'IfNotPresent', schema: { enum: ['IfNotPresent', 'Always', 'Never'] } },
    },
  };
}

function workloadValues({ image, replicas, resources, servicePort }: Workload): Group {
  return {
    description: '',
    fields: {
      image: imageValues(image),
      replicaCount: { description: 'Pods; more than one also gets a disruption budget.', value: replicas, schema: { type: 'integer', minimum: 0, maximum: 100 } },
      service: {
        description: 'Service in front of the pods.',
        fields: {
          type: { description: 'Service type.', value: 'ClusterIP', schema: { enum: ['ClusterIP', 'NodePort', 'LoadBalancer'] } },
          port: { description: 'Service port.', value: servicePort, schema: port },
        },
      },
      resources: resourceValues(resources),
    },
  };
}

function resourceValues(resources: object): Field {
  return {
    description: 'Requests and limits.',
    value: resources,
    schema: { type: 'object', additionalProperties: false, properties: { requests: quantities, limits: quantities } },
  };
}

function postgresValues({ image, storage, resources }: Extract<Model['database'], { provision: 'in-cluster' }>): Group {
  return {
    description: 'The database beside the app.',
    fields: {
      image: imageValues(image),
      password: { description: 'Password, when this chart makes the Secret. Never commit it.', value: '', schema: text },
      existingSecret: { description: 'Secret of the namespace with the key `password`, instead of `postgres.password`.', value: '', schema: name },
      storage: {
        description: 'Volume. It stays when the release is removed.',
        fields: {
          size: { description: 'Size.', value: storage, schema: quantity },
          className: { description: "Storage class. Empty: the cluster's default.", value: '', schema: name },
        },
      },
      resources: resourceValues(resources),
    },
  };
}

function secretValues({ secrets }: Model): Group {
  return {
    description: 'Values of the Secret that this chart makes, for plain `helm install`. Never commit them.',
    fields: {
      existingSecret: { description: 'Secret of the namespace with the keys below, instead of making one.', value: '', schema: name },
      ...Object.fromEntries(
        secrets.map(({ name: key, required, source }) => [
          key,
          { description: source === 'database' ? 'Connection URL. Empty: the one of the database beside the app.' : required ? 'Required.' : 'Optional.', value: '', schema: text },
        ]),
      ),
    },
  };
}
