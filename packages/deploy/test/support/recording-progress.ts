import type { Progress } from '@fairlead/runtime';

export interface RecordingProgress extends Progress {
  /** Everything that was said, e.g. `step: Wait`, `update: web 1/2`, `done`, `warn: ...`. */
  readonly said: string[];
}

export function recordingProgress(): RecordingProgress {
  const said: string[] = [];
  const say = (kind: string) => (text = '') => void said.push(text ? `${kind}: ${text}` : kind);
  return {
    said,
    step: (title) => {
      say('step')(title);
      return { update: say('update'), done: say('done'), fail: say('fail') };
    },
    info: say('info'),
    warn: say('warn'),
  };
}
