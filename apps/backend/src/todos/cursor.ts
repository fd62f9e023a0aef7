import { listQuerySchema, sortSchema } from '@todo-chatbot/contracts';
import { z } from 'zod';
import { ProblemError } from '../problem';

const orderSchema = listQuerySchema.shape.order.unwrap();
// PostgreSQL takes no NUL in a text.
const textSchema = z.string().max(400).regex(/^[^\0]*$/);
/** `priority` is a rank from 0 to 3. */
const cursorSchema = z.tuple([sortSchema, orderSchema, z.union([textSchema, z.int().min(0).max(3)]), textSchema]);
// Years that PostgreSQL and JavaScript write alike.
const momentSchema = z.iso.datetime().regex(/^[1-9]\d{3}-/);

export type Sort = z.infer<typeof sortSchema>;
export type Order = z.infer<typeof orderSchema>;

/** The last todo of a page, by what the list is sorted by: the next page begins behind it, whatever happened meanwhile. */
export interface Cursor {
  readonly key: string | number;
  readonly position: string;
}

export function encodeCursor(by: { readonly sort: Sort; readonly order: Order }, { key, position }: Cursor): string {
  return Buffer.from(JSON.stringify([by.sort, by.order, key, position])).toString('base64url');
}

/** @throws ProblemError 400 for a cursor that is not of this list. */
export function decodeCursor(
  by: { readonly sort: Sort; readonly order: Order },
  cursor: string | undefined,
): Cursor | undefined {
  if (cursor === undefined) return undefined;
  const [sort, order, key, position] = tryParse(cursor) ?? [];
  if (key === undefined || position === undefined || sort !== by.sort || order !== by.order || !isKeyOf(by.sort, key)) {
    throw new ProblemError(400, 'bad-cursor', {
      title: 'Bad cursor',
      detail: 'The cursor is not one that a page of this list gave.',
    });
  }
  return { key, position };
}

function isKeyOf(sort: Sort, key: string | number): boolean {
  if (sort === 'created') return momentSchema.safeParse(key).success;
  return typeof key === (sort === 'priority' ? 'number' : 'string');
}

function tryParse(cursor: string): z.infer<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
