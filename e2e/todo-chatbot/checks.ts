import type { Check } from '@fairlead/deploy';
import { browserChecks } from './browser-checks';
import { pageChecks } from './page-checks';
import { survivalChecks } from './survival-checks';
import { todoChecks } from './todo-checks';

/** What `verify` proves of the Todo Chatbot, through its frontend as visitors use it. */
const checks: readonly Check[] = [...pageChecks, ...todoChecks, ...browserChecks, ...survivalChecks];

export default checks;
