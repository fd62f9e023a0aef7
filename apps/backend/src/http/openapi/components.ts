import {
  actionSchema,
  bulkSchema,
  changeSchema,
  chatEventSchema,
  confirmationSchema,
  exportFileSchema,
  importResultSchema,
  liveEventSchema,
  messageSchema,
  newTodoSchema,
  portableTodoSchema,
  problemSchema,
  resultSchema,
  sessionSchema,
  todoPageSchema,
  todoPatchSchema,
  todoSchema,
} from '@todo-chatbot/contracts';
import { z } from 'zod';

/** Schemas that the API's description names once and refers to. */
const NAMED = {
  Action: actionSchema,
  Bulk: bulkSchema,
  Change: changeSchema,
  ChatEvent: chatEventSchema,
  Confirmation: confirmationSchema,
  ExportFile: exportFileSchema,
  ImportResult: importResultSchema,
  LiveEvent: liveEventSchema,
  Message: messageSchema,
  NewTodo: newTodoSchema,
  PortableTodo: portableTodoSchema,
  Problem: problemSchema,
  Result: resultSchema,
  Session: sessionSchema,
  Todo: todoSchema,
  TodoPage: todoPageSchema,
  TodoPatch: todoPatchSchema,
} as const;

export const components = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) components.add(schema, { id });
