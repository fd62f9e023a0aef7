export { colors } from './colors';
export { dpkgMend, installCommand, installDebianPackages } from './debian';
export { FairleadError, type FairleadErrorOptions } from './error';
export { fairleadHome } from './home';
export { createRedactor, type Redactor } from './redact';
export { run, ToolError, type RunOptions, type RunResult, type Runner } from './run';
export { createProgress, silentProgress, type Progress, type Step } from './progress';
export { withLock, type LockOptions } from './lock';
export { spawnDetached, type SpawnDetachedOptions } from './spawn-detached';
