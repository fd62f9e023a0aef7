import type { Check } from '@fairlead/deploy';
import { pageChecks } from './page-checks';
import { survivalChecks } from './survival-checks';
import { todoChecks } from './todo-checks';

/** What `verify` proves of the Todo Chatbot, through its frontend as visitors use it. */
const checks: readonly Check[] = [...pageChecks, ...todoChecks, ...survivalChecks];

export default checks;
