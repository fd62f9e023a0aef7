import { inStep, type Progress } from '../src';

/** What a person would see. */
function recording(): { readonly progress: Progress; readonly said: string[] } {
  const said: string[] = [];
  const say = (what: string) => (text?: string) => void said.push([what, text].filter(Boolean).join(': '));
  return { said, progress: { step: (title) => (say('step')(title), { update: say('update'), done: say('done'), fail: say('fail') }), info: say('info'), warn: say('warn') } };
}

test('work that ends well ends its step well, with what is worth saying of its result', async () => {
  const { progress, said } = recording();
  const result = await inStep({ progress, title: 'Count', note: (count: number) => `${count} found` }, async (step) => {
    step.update('counting');
    return 3;
  });
  expect(result).toBe(3);
  expect(said).toEqual(['step: Count', 'update: counting', 'done: 3 found']);
});

test('work that fails ends its step badly, and its error is that of the work', async () => {
  const { progress, said } = recording();
  const error = new Error('no');
  await expect(inStep({ progress, title: 'Count' }, () => Promise.reject(error))).rejects.toBe(error);
  expect(said).toEqual(['step: Count', 'fail']);
});
