// Zero-width, bidi controls, variation selectors and tags: invisible to people, and able to fool a reader or a model.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\u202a-\u202e]/gu;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text as people see it: without invisible and control characters, tabs and line ends kept. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(CONTROL, '');
}

/** `1 todo`, `3 todos`. */
export const count = (n: number, noun = 'todo'): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
