import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { headers, routes, type Change, type Todo, type TodoPage } from '@todo-chatbot/contracts';
import { useState, type FormEvent, type ReactNode } from 'react';
import { request } from '../../../shared/api/request';
import { Button, IconButton } from '../../../shared/ui/button';

const LIST = ['todos'];
const MOST_SHOWN = 200;

/** The list, and the field that adds to it. */
export function TodoPanel(): ReactNode {
  const list = useQuery({ queryKey: LIST, queryFn: ({ signal }) => request<TodoPage>(`${routes.todos}?limit=${MOST_SHOWN}`, { signal }) });
  return (
    <section aria-labelledby="todos-heading" className="flex min-h-0 flex-col gap-4 rounded-2xl bg-surface p-5 shadow-card">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="todos-heading" className="font-display text-2xl">Todos</h2>
        {list.data ? <p className="text-sm text-soft">{list.data.counts.open} open, {list.data.counts.done} done</p> : null}
      </div>
      <NewTodo />
      <Items list={list} />
    </section>
  );
}

function Items({ list }: { readonly list: { readonly data?: TodoPage | undefined; readonly isError: boolean; refetch(): unknown } }): ReactNode {
  if (list.isError) return <p role="alert" className="flex items-center justify-between gap-3 text-buoy">The todos could not be loaded. <Button small onClick={() => void list.refetch()}>Try again</Button></p>;
  if (list.data === undefined) return <p className="text-soft">Loading…</p>;
  if (list.data.items.length === 0) return <p className="text-soft">Nothing to do. Add something above, or tell the assistant.</p>;
  return (
    <ul aria-label="Todos" className="flex flex-col divide-y divide-line overflow-y-auto">
      {list.data.items.map((todo) => <Item key={todo.id} todo={todo} />)}
    </ul>
  );
}

/** Shows what a change gives back at once by reading the list anew. */
function useChange<T>(change: (input: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries({ queryKey: LIST }) });
}

function NewTodo(): ReactNode {
  const [title, setTitle] = useState('');
  const add = useChange((text: string) => request<Todo>(routes.todos, { method: 'POST', json: { title: text }, headers: { [headers.idempotencyKey]: crypto.randomUUID() } }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    add.mutate(title.trim());
    setTitle('');
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <label className="sr-only" htmlFor="new-todo">New todo</label>
      <input id="new-todo" value={title} onChange={(event) => setTitle(event.target.value)} maxLength={200} placeholder="What is to be done?" autoComplete="off" className="h-10 min-w-0 grow rounded-lg bg-raised px-3 ring-1 ring-line-strong ring-inset" />
      <Button type="submit" tone="primary">Add</Button>
    </form>
  );
}

function Item({ todo }: { readonly todo: Todo }): ReactNode {
  const toggle = useChange(() => request<Change>(routes.todo(todo.id), { method: 'PATCH', json: { done: !todo.done }, headers: { 'if-match': `"${todo.version}"` } }));
  const remove = useChange(() => request<Change>(routes.todo(todo.id), { method: 'DELETE' }));
  return (
    <li className="flex items-center gap-3 py-2">
      <input type="checkbox" checked={todo.done} onChange={() => toggle.mutate(undefined)} aria-label={`${todo.title}: done`} className="size-5 accent-accent" />
      <span className={`min-w-0 grow break-words ${todo.done ? 'text-soft line-through' : ''}`}>{todo.title}</span>
      {todo.due === null ? null : <time dateTime={todo.due} className="text-sm text-soft">{dueText(todo.due)}</time>}
      <IconButton icon="trash" label={`Delete ${todo.title}`} onClick={() => remove.mutate(undefined)} />
    </li>
  );
}

function dueText(due: string): string {
  const at = new Date(due.length === 10 ? `${due}T12:00:00` : due);
  return at.toLocaleString(undefined, { day: 'numeric', month: 'short', ...(due.length === 10 ? {} : { hour: '2-digit', minute: '2-digit' }) });
}
