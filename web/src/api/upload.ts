import { toApiError } from "./problem";

interface Upload {
  path: string;
  query?: Record<string, string>;
  body: Blob;
  /** 0 to 1 of what has left this browser. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** Sends a CSV file. fetch cannot tell how much of a body has left, so this is the older request. */
export function uploadCsv<Result>({ path, query, body, onProgress, signal }: Upload): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const search = new URLSearchParams(query).toString();
    request.open("POST", search ? `${path}?${search}` : path);
    request.setRequestHeader("Content-Type", "text/csv");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Result);
      else reject(toApiError(request.response ?? {}, request.status));
    };
    request.onerror = () => reject(toApiError(new TypeError("network")));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
