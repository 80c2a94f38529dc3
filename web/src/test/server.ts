import { setupServer } from "msw/node";

/** Answers for the routes a test names; anything else is an error. */
export const server = setupServer();

export const url = (path: string) => `${location.origin}/api/v1${path}`;
