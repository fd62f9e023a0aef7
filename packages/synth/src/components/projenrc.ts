import { ProjenrcFile } from 'projen/lib/projenrc';

/** Tells projen which file its markers should name; how it is run is the workspace's default task. */
export class Projenrc extends ProjenrcFile {
  readonly filePath = '.projenrc.ts';
}
