import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Import, ImportPreview } from "@/api/operations-types";
import { uploadCsv } from "@/api/upload";

/** What a file feeds: a dialer, or the do-not-contact lists. */
export type Target = { kind: "messages"; dialerId: string } | { kind: "dnc" };

const isRunning = ({ state }: Import) => state === "receiving" || state === "processing";

/** Events tell when to ask again; asking every two seconds covers the ones a dropped socket swallowed. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/imports/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data && !isRunning(data) ? false : 2000),
    staleTime: 1000,
  });

export const importsQuery = (dialerId: string | undefined) =>
  queryOptions({
    queryKey: ["imports", dialerId ?? "all"],
    queryFn: async ({ signal }) => {
      const query = { dialerId, limit: 20 };
      return (await unwrap(api.GET("/api/v1/imports", { params: { query }, signal }))).items;
    },
  });

/** Enough of a file for its header and first rows. */
const previewBytes = 64 * 1024;

/** What the server reads in the beginning of a file. Nothing is kept. */
export function previewFile(dialerId: string, file: File) {
  return uploadCsv<ImportPreview>({
    path: `/api/v1/dialers/${dialerId}/imports/preview`,
    query: { fileName: file.name },
    body: file.slice(0, previewBytes),
  });
}

interface Upload {
  target: Target;
  file: File;
  strict: boolean;
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** Answers once the whole file is safe at the server; importing goes on there. */
export function uploadFile({ target, file, strict, onProgress, signal }: Upload) {
  const messages = target.kind === "messages";
  return uploadCsv<{ id: string }>({
    path: messages ? `/api/v1/dialers/${target.dialerId}/imports` : "/api/v1/dnc/imports",
    query: messages ? { fileName: file.name, strict: String(strict) } : { fileName: file.name },
    body: file,
    onProgress,
    signal,
  });
}

export const errorsUrl = (id: string) => `/api/v1/imports/${id}/errors.csv`;
