import type { RecipeFile } from './recipe';

/** The one user of every container: above 10 000, and never in the range of a host's users. */
export const UID = 65532;

/** Files that programs of every stand-in look for. */
export const accounts: Readonly<Record<string, RecipeFile>> = {
  '/etc/passwd': { mode: 0o644, content: `root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:${UID}:${UID}:nonroot:/home/nonroot:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n` },
  '/etc/group': { mode: 0o644, content: `root:x:0:\nnonroot:x:${UID}:\nnogroup:x:65534:\n` },
  '/etc/nsswitch.conf': { mode: 0o644, content: 'passwd: files\ngroup: files\nhosts: files dns\n' },
};
