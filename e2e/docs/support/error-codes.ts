import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDERS = [...['runtime', 'synth', 'deploy', 'embedded-cluster'].map((name) => join('packages', name, 'src')), 'scripts', 'tools/checkers', 'bench'];
const CODE = /^[A-Z][A-Z_]{3,}$/;

/** Every error code that the sources can throw, with a file that does. */
export function thrownCodes(): ReadonlyMap<string, string> {
  const files = FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)));
  const sources = files.filter((file) => file.endsWith('.ts') && !file.includes('/test/') && !file.endsWith('.test.ts'));
  return new Map(sources.flatMap((file) => codesIn(readFileSync(file, 'utf8')).map((code) => [code, file] as const)));
}

/** Literals that are given to something named `code`: a property, a variable, a type, or a parameter of a function of the file. */
export function codesIn(text: string): readonly string[] {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  const positions = new Map<string, number>();
  visit(source, (node) => {
    if (!ts.isFunctionDeclaration(node) || node.name === undefined) return;
    const at = node.parameters.findIndex(({ name }) => name.getText() === 'code');
    if (at >= 0) positions.set(node.name.text, at);
  });
  const codes = new Set<string>();
  visit(source, (node) => {
    for (const part of partsAboutCodes(node, positions)) visit(part, (inner) => ts.isStringLiteral(inner) && CODE.test(inner.text) && codes.add(inner.text));
  });
  return [...codes];
}

function partsAboutCodes(node: ts.Node, positions: ReadonlyMap<string, number>): readonly ts.Node[] {
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) return /code$/i.test(node.name.getText()) && node.initializer ? [node.initializer] : [];
  if (ts.isTypeAliasDeclaration(node)) return node.name.text.endsWith('Code') ? [node.type] : [];
  if (!ts.isCallExpression(node)) return [];
  const argument = node.arguments[positions.get(node.expression.getText()) ?? -1];
  return argument ? [argument] : [];
}

function visit(node: ts.Node, look: (node: ts.Node) => unknown): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
