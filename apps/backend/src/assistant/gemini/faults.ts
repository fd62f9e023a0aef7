import { ApiError } from '@google/genai/web';
import { AssistantError } from '../assistant';

/** Why Gemini did not answer, in words for the person. What it said itself is only logged: it may name keys and projects. */
export function explainFault(error: unknown): AssistantError {
  if (error instanceof AssistantError) return error;
  const fault = (message: string, retryable: boolean): AssistantError =>
    new AssistantError(message, { retryable, cause: error });
  if (!(error instanceof ApiError)) return fault('Gemini cannot be reached. Try again in a moment.', true);
  // A key that is wrong altogether is a 400; one that may not is a 403.
  switch (/API key not valid/i.test(error.message) ? 403 : error.status) {
    case 400:
      return fault('Gemini did not accept the request. Try to say it differently.', false);
    case 401:
    case 403:
      return fault('Gemini does not accept this app’s key. Whoever runs the app has to set another.', false);
    case 404:
      return fault('Gemini does not know this app’s model. Whoever runs the app has to set another.', false);
    case 429:
      return fault('Gemini has too much to do for this app. Try again in a minute.', true);
    default:
      return fault('Gemini has a problem. Try again in a moment.', true);
  }
}

/** Would asking again at once do harm? Then the breaker counts it. */
export function isOutage(error: unknown): boolean {
  return error instanceof AssistantError && error.options.retryable && error.cause !== undefined;
}
