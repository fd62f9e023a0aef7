import fc from 'fast-check';
import { block, entriesOf, expr, renderManifest, templateText, when, whenItem, type HelmMap } from '../../../src/render/chart/helm-yaml';
import { templateFolder, writeFiles } from './helm';

describe('renderManifest', () => {
  it('puts expressions where values stand', () => {
    expect(renderManifest({ replicas: expr('.Values.n'), name: expr('.Values.name', '-x') })).toBe('replicas: {{ .Values.n }}\nname: {{ .Values.name }}-x\n');
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

  it('keeps two entries of the same condition apart', () => {
    expect(renderManifest({ ...when('.x', { a: 1 }), ...when('.x', { b: 2 }) })).toBe('{{- if .x }}\na: 1\n{{- end }}\n{{- if .x }}\nb: 2\n{{- end }}\n');
  });

  it('nests conditions', () => {
    expect(renderManifest({ ...when('.x', { a: { ...when('.y', { b: block('z') }) } }) })).toBe('{{- if .x }}\na:\n  {{- if .y }}\n  b:\n    {{- z | nindent 4 }}\n  {{- end }}\n{{- end }}\n');
  });

  it('wraps a conditional item of a list, whatever it is made of', () => {
    expect(renderManifest({ list: [{ a: 1 }, whenItem('.x', { b: 2, ...when('.y', { c: 3 }) }), whenItem('.x', { d: { e: 4 } }), { f: 5 }] })).toBe(
      'list:\n  - a: 1\n  {{- if .x }}\n  - b: 2\n    {{- if .y }}\n    c: 3\n    {{- end }}\n  {{- end }}\n  {{- if .x }}\n  - d:\n      e: 4\n  {{- end }}\n  - f: 5\n',
    );
  });

  it('lays the entries of a map of values beside its own', () => {
    expect(renderManifest({ a: { b: 1, ...entriesOf('.Values.m') } })).toBe('a:\n  b: 1\n  {{- with .Values.m }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n');
  });

  it('keeps the lines of a text with expressions', () => {
    expect(renderManifest({ data: { file: templateText('a {{ .b }}\n\n  c\n') } })).toBe('data:\n  file: |\n    a {{ .b }}\n\n      c\n');
  });

  it('quotes what YAML would read as something else', () => {
    expect(renderManifest({ a: 'yes', b: '1e3', c: 'x: y' })).toBe("a: 'yes'\nb: '1e3'\nc: 'x: y'\n");
  });

  it('takes no text for its own placeholders', () => {
    expect(renderManifest({ a: 'helmToken0e', b: expr('.x'), c: 'helmTokenX1c:' })).toBe("a: helmToken0e\nb: {{ .x }}\nc: 'helmTokenX1c:'\n");
  });

  it('hands any text through Helm as it is', () => {
    const awkward = fc.oneof(fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom('{{', '}}', '-', '"', "'", '`', '\n', ' ', '#', ': ', 'helmToken', '0e', '\\', '\t', '$', 'x')).map((parts) => parts.join('')));
    const samples = fc.sample(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.oneof(awkward, fc.array(awkward, { maxLength: 3 }))), { numRuns: 150, seed: 7 });
    const documents = samples.map((data, index) => renderManifest({ kind: 'Sample', metadata: { name: `s${index}` }, given: data as HelmMap, n: expr('.Release.Name') }));
    const folder = writeFiles('samples', { 'Chart.yaml': 'apiVersion: v2\nname: samples\nversion: 0.1.0\n', 'templates/all.yaml': documents.map((text) => `---\n${text}`).join('') });
    const rendered = templateFolder(folder) as unknown as { metadata: { name: string }; given: object }[];
    expect(rendered).toHaveLength(samples.length);
    for (const { metadata, given } of rendered) expect(given).toEqual(samples[Number(metadata.name.slice(1))]);
  });
});
