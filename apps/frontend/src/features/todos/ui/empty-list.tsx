import type { ReactNode } from 'react';
import type { TodoQuery } from '../../../shared/todos/todo-query';
import { Button } from '../../../shared/ui/button';
import { Keys } from '../../../shared/ui/kbd';
import { Notice } from '../../../shared/ui/notice';
import { isNarrowed, openView, VIEWS, viewOf } from '../model/view';

const QUIET: Readonly<Record<string, { title: string; text: string }>> = {
  today: { title: 'Nothing due today', text: 'Give a todo a date and it turns up here on its day.' },
  overdue: { title: 'Nothing is overdue', text: 'You are on time with everything.' },
  week: { title: 'A quiet week ahead', text: 'Nothing is due in the next seven days.' },
  done: { title: 'Nothing done yet', text: 'What you complete is kept here until you clear it.' },
};

/** Why there is nothing to see, and what to do about it. */
export function EmptyList({ query }: { readonly query: TodoQuery }): ReactNode {
  const view = viewOf(query);
  if (isNarrowed(query)) return <NothingFound query={query} />;
  const quiet = QUIET[view?.id ?? ''];
  if (quiet !== undefined) {
    return (
      <Notice icon="sun" title={quiet.title}>
        <p>{quiet.text}</p>
      </Notice>
    );
  }
  return (
    <Notice icon="inbox" title="A clear deck">
      <p>
        Write what needs doing above
        <span className="pointer-coarse:hidden">
          {' '}
          (press <Keys keys="n" />)
        </span>
        , or tell the assistant: “remind me to call mum tomorrow at 5”.
      </p>
    </Notice>
  );
}

function NothingFound({ query }: { readonly query: TodoQuery }): ReactNode {
  return (
    <Notice icon="search" title="Nothing matches">
      <p className="wrap-anywhere">{query.search === '' ? 'No todo fits this filter.' : `No todo in this list has “${query.search}” in its title, notes or tags.`}</p>
      <Button onClick={() => openView(viewOf(query) ?? VIEWS[0])}>Clear search and filter</Button>
    </Notice>
  );
}
