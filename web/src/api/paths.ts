/**
 * The routes this app calls, from the API's own description. The pages that run a centre say a little more about
 * theirs than the description can.
 */
import type { ChannelsPaths } from "./channels-paths";
import type { OperationsPaths } from "./operations-paths";
import type { paths as described } from "./schema.gen";

type Said = OperationsPaths & ChannelsPaths;

export type paths = Omit<described, keyof Said> & Said;
