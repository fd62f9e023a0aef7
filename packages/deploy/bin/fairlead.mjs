#!/usr/bin/env node
// The bundle starts in a fraction of the time; a fresh checkout that has not built it yet runs the sources.
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/fairlead.mjs', import.meta.url);
if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(new URL('../src/cli.ts', import.meta.url).href);
}
