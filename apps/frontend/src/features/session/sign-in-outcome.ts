import { routes, SIGN_IN_PARAMETER, type SignInFailure } from '@todo-chatbot/contracts';
import { showToast } from '../../shared/lib/toast';

const TOLD: Readonly<Record<SignInFailure, string>> = {
  refused: 'You are not signed in: the sign-in was turned down or cancelled. Your list is still here.',
  over: 'You are not signed in: it took too long, or began in another browser. Your list is still here.',
  unavailable: 'Signing in is not possible at the moment. Your list is still here; try again in a minute.',
};

/** Says once why somebody who came back from signing in is not signed in; a reload says it no more. */
export function tellSignInOutcome(): void {
  const address = new URL(location.href);
  const outcome = address.searchParams.get(SIGN_IN_PARAMETER);
  if (outcome === null) return;
  address.searchParams.delete(SIGN_IN_PARAMETER);
  history.replaceState(history.state, '', address);
  if (Object.hasOwn(TOLD, outcome)) showToast({ message: TOLD[outcome as SignInFailure], tone: 'error', action: { label: 'Try again', run: () => location.assign(`${routes.login}?returnTo=/`) } });
}
