import { expect, test } from '@jest/globals';
import { IMPORT_BYTES_MAX } from '@todo-chatbot/contracts';
import { IMPORT_BYTES_MAX as KNOWN } from '../../../src/features/todos/api/import-todos';

test('the page knows how large a file the API takes', () => expect(KNOWN).toBe(IMPORT_BYTES_MAX));
