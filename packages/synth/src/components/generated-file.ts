import type { Project } from 'projen/lib/project';
import { FileBase } from 'projen/lib/file';
import { withMarker } from './marker';

export interface GeneratedFileOptions {
  /** Tools that must write the file themselves (npm and package.json) need it writable and unmarked. @default false */
  readonly writable?: boolean;
}

/** A file whose whole text was rendered before; it only owns the path. Read-only and marked. */
export class GeneratedFile extends FileBase {
  private readonly text: string;

  constructor(project: Project, path: string, { content, writable = false }: GeneratedFileOptions & { readonly content: string }) {
    super(project, path, { editGitignore: false, marker: false, readonly: !writable });
    this.text = writable ? content : withMarker(path, content);
  }

  protected override synthesizeContent(): string {
    return this.text;
  }
}
