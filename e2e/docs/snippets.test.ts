import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { pages } from './support/pages';

interface Snippet { readonly name: string; readonly text: string }

/** TypeScript that begins with its imports is whole, and must compile; the rest of a page's blocks are pieces. */
const snippets: readonly Snippet[] = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```ts\n(import [\s\S]*?)^```/gm)].map(([, text = ''], index) => ({ name: `${page}#${index + 1}`, text })),
);

/** What the compiler of this repository says of each snippet, as if it lay in the root. */
function complaints(all: readonly Snippet[]): ReadonlyMap<string, readonly string[]> {
  const { config } = ts.readConfigFile('tsconfig.base.json', (path) => readFileSync(path, 'utf8')) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const texts = new Map(all.map(({ text }, index) => [resolve(`snippet-${index + 1}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, language) => ts.createSourceFile(file, texts.get(file) ?? host.readFile(file) ?? '', language),
  });
  return new Map(
    [...texts.keys()].map((file, index) => {
      const source = program.getSourceFile(file);
      const found = source ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)] : [];
      return [all[index]?.name ?? '', found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}

const WRONG: Snippet = { name: 'wrong', text: "import { webApp } from '@fairlead/synth';\nwebApp({ image: 'a:v1', port: '8080' });\n" };
let found: ReadonlyMap<string, readonly string[]>;
beforeAll(() => {
  found = complaints([...snippets, WRONG]);
}, 120_000);

describe('TypeScript in the documentation', () => {
  it.each(snippets.map(({ name }) => name))('%s compiles', (name) => {
    expect(found.get(name)).toEqual([]);
  });

  it('would be refused if it were wrong', () => {
    expect(found.get('wrong')).toEqual([expect.stringContaining("Type 'string' is not assignable to type 'number'")]);
  });
});
