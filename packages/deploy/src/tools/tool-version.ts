/** Major and minor version; patch levels never decide whether a tool will do. */
export interface ToolVersion {
  readonly major: number;
  readonly minor: number;
}

/** Finds `v1.35.4`, `1.35` and the like in a tool's answer. */
export function tryParseVersion(text: string): ToolVersion | undefined {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

export function isAtLeast(version: ToolVersion, least: ToolVersion): boolean {
  return version.major === least.major ? version.minor >= least.minor : version.major > least.major;
}

export function formatVersion(version: ToolVersion): string {
  return `${version.major}.${version.minor}`;
}
