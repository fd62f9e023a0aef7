import { block, expr, renderManifest, when } from '../../../src/render/chart/helm-yaml';

describe('renderManifest', () => {
  it('puts expressions where values stand', () => {
    expect(renderManifest({ replicas: expr('.Values.n'), name: 'x' })).toBe('replicas: {{ .Values.n }}\nname: x\n');
  });

  it('indents what Helm lays out to fit its place', () => {
    expect(renderManifest({ a: { b: block('toYaml .Values.b') } })).toBe('a:\n  b:\n    {{- toYaml .Values.b | nindent 4 }}\n');
    expect(renderManifest({ items: [{ b: block('x') }] })).toBe('items:\n  - b:\n      {{- x | nindent 6 }}\n');
  });

  it('wraps conditional entries, and whole documents', () => {
    expect(renderManifest({ a: 1, ...when('.Values.b', { b: { c: 2 } }), d: 3 }, '.Values.on')).toBe(
      '{{- if .Values.on }}\na: 1\n{{- if .Values.b }}\nb:\n  c: 2\n{{- end }}\nd: 3\n{{- end }}\n',
    );
  });

  it('quotes what YAML would read as something else', () => {
    expect(renderManifest({ a: 'yes', b: '1e3', c: 'x: y' })).toBe("a: 'yes'\nb: '1e3'\nc: 'x: y'\n");
  });
});
