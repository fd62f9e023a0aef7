import { renderChart } from '../../../src/render/chart';
import { exampleModel, wideModel } from '../../example';
import { entries, find, INGRESS, PASSWORD, pods, template, type KubeObject } from './helm';

const GIVEN = ['--set', 'secrets.DATABASE_URL=postgres://u:p@db/d,secrets.PAYMENT_KEY=k'];
const charts: readonly (readonly [string, ReturnType<typeof exampleModel>, readonly KubeObject[]])[] = [
  ['shop', exampleModel(), template(exampleModel(), ...PASSWORD, '--set', 'secrets.PAYMENT_KEY=k', ...INGRESS)],
  ['press', wideModel(), template(wideModel(), ...GIVEN, ...INGRESS)],
];

describe.each(charts)('the chart of %s', (_, model, objects) => {
  it('asks neither clock, chance nor cluster, so that it renders the same everywhere', () => {
    for (const text of Object.values(renderChart(model))) expect(text).not.toMatch(/\{\{[^}]*\b(rand[A-Z]\w*|now|lookup|genCA|genSelfSignedCert|uuidv4|date)\b/);
  });

  it('refers only to Secrets, ConfigMaps, claims and accounts that it makes', () => {
    const named = (kind: string): string[] => objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
    for (const { spec } of pods(objects)) {
      expect(named('ServiceAccount')).toContain(spec.serviceAccountName);
      for (const { valueFrom } of spec.containers[0].env ?? []) {
        if (valueFrom) expect(Object.keys(entries(find(objects, 'Secret', valueFrom.secretKeyRef.name)))).toContain(valueFrom.secretKeyRef.key);
      }
      for (const volume of spec.volumes as readonly { configMap?: { name: string }; persistentVolumeClaim?: { claimName: string } }[]) {
        if (volume.configMap) expect(named('ConfigMap')).toContain(volume.configMap.name);
        if (volume.persistentVolumeClaim) expect(named('PersistentVolumeClaim')).toContain(volume.persistentVolumeClaim.claimName);
      }
    }
  });

  it('puts no secret into anything but Secrets', () => {
    for (const object of objects.filter(({ kind }) => kind !== 'Secret')) expect(JSON.stringify(object)).not.toMatch(/"value":"(?:postgres:\/\/|k"|p")/);
    for (const { data } of objects.filter(({ kind }) => kind === 'ConfigMap')) expect(JSON.stringify(data)).not.toMatch(/DATABASE_URL|PAYMENT_KEY/);
  });

  it('isolates every pod, in both directions', () => {
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as { podSelector: { matchLabels: Record<string, string> }; policyTypes: string[] });
    for (const { labels } of pods(objects)) {
      const types = policies.filter(({ podSelector }) => Object.entries(podSelector.matchLabels).every(([key, value]) => labels[key] === value)).flatMap(({ policyTypes }) => policyTypes);
      expect([...new Set(types)].sort()).toEqual(['Egress', 'Ingress']);
    }
  });

  it('gives objects of one kind names of their own, that Kubernetes takes', () => {
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of objects) expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it('runs no image by the tag latest, and opens no Service to outside the cluster', () => {
    for (const { spec } of pods(objects)) expect(spec.containers[0].image).toMatch(/:(?!latest$)[^/]+$/);
    for (const { kind, spec } of objects) if (kind === 'Service') expect(spec['type']).toBe('ClusterIP');
  });
});
