import type { ToolVersion } from './tool-version';

export type KubeToolName = 'helm' | 'kubectl';

export interface FoundTool {
  /** Name on the PATH, or absolute. */
  readonly path: string;
  readonly version: ToolVersion;
}
