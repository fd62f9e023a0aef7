/** One measure for all that stands below each other; longer lines would be hard to read. */
export const CHAT_COLUMN = 'mx-auto w-full max-w-4xl px-4 sm:px-8 lg:px-5';
