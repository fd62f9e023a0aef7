// Zero-width, bidi controls, variation selectors and tags: invisible to people, and able to fool a reader or a model.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\u202a-\u202e]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text as people see it: without invisible and control characters and halves of characters; tabs and line ends are kept. */
export function visible(text: string): string {
  // Halves go first: two that an invisible character parts would join to one that is invisible itself.
  return text.replace(LONE_SURROGATE, '').replace(/\r\n?/g, '\n').replace(INVISIBLE, '').replace(CONTROL, '');
}

/** Something besides blanks and marks that need a letter to stand on: braille without dots and the note without a head take room and show nothing. */
export const SEEN = /(?![\u2800\u{1d159}])[^\p{Z}\p{Cc}\p{Cf}\p{M}]/u;
