import { chmod, cp, lutimes, mkdir, readdir, realpath, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FairleadError } from '@fairlead/runtime';

/** A root file system in the making, filled from unpacked packages. Paths are absolute, as in the image. */
export class Tree {
  constructor(
    readonly root: string,
    private readonly packages: string,
  ) {}

  /** Takes over a file or folder as it is, but for `omit`. @throws FairleadError `PACKAGE_CONTENT` when no package has it. */
  async keep(path: string, omit: readonly string[] = []): Promise<void> {
    const from = join(this.packages, path);
    const omitted = new Set(omit.map((other) => join(this.packages, other)));
    await mkdir(dirname(this.at(path)), { recursive: true });
    try {
      await cp(from, this.at(path), { recursive: true, verbatimSymlinks: true, filter: (source) => !omitted.has(source) });
    } catch (cause) {
      throw new FairleadError({
        code: 'PACKAGE_CONTENT',
        message: `none of the fetched Debian packages has ${path}`,
        next: ['stand-ins are made for Debian 12; on another release use a base image from a registry that you can reach'],
        cause,
      });
    }
  }

  /** Takes over the file that a path leads to, at `to`. */
  async keepTarget(path: string, to = path): Promise<void> {
    const target = await realpath(join(this.packages, path));
    if (!target.startsWith(`${this.packages}/`)) throw new Error(`${path} leads out of the packages`);
    await mkdir(dirname(this.at(to)), { recursive: true });
    await cp(target, this.at(to));
  }

  /** Moves a file into the tree. */
  async adopt(from: string, to: string): Promise<void> {
    await mkdir(dirname(this.at(to)), { recursive: true });
    await rename(from, this.at(to));
    await chmod(this.at(to), 0o755);
  }

  async write(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await writeFile(this.at(path), content);
    await chmod(this.at(path), mode);
  }

  async link(path: string, target: string): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true });
    await symlink(target, this.at(path));
  }

  async folder(path: string, mode: number): Promise<void> {
    await mkdir(this.at(path), { recursive: true });
    await chmod(this.at(path), mode);
  }

  /** Gives everything the same time, so that the same parts make the same image. @returns bytes of all files. */
  async settle(): Promise<number> {
    let bytes = 0;
    await mkdir(this.root, { recursive: true });
    for (const entry of await readdir(this.root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) bytes += (await stat(path)).size;
      // Modes of folders that `mkdir` and `cp` made depend on who runs this.
      if (entry.isDirectory() && !(await stat(path)).mode.toString(8).endsWith('1777')) await chmod(path, 0o755);
      await lutimes(path, 0, 0);
    }
    await lutimes(this.root, 0, 0);
    return bytes;
  }

  private at(path: string): string {
    return join(this.root, path);
  }
}
