import { learnServerTime } from "@/time/clock";
import { addressOf, type RequestOptions, readAnswer, signedIn } from "./client";
import { ApiError } from "./errors";

/** Without a byte of progress for so long, the line is taken for dead. */
const STALL_MS = 60_000;

export interface Sending {
  /** Called with the share that has left (0 to 1); at 1 the server works on it. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file as the one who is signed in, and gives the answer. Throws ApiError; an abort throws "client.cancelled". */
export async function upload<T>(
  path: string,
  query: RequestOptions["query"],
  file: Blob,
  sending: Sending,
): Promise<T> {
  const address = addressOf(path, query);
  return readAnswer<T>(await signedIn((token) => send(address, file, token, sending)));
}

/** By XMLHttpRequest: fetch tells no progress of what it sends. */
function send(address: string, file: Blob, token: string | null, { onProgress, signal }: Sending): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALL_MS);
    };
    const abort = () => request.abort();
    const failed = (code: string, sentence: string) => () => {
      clearTimeout(stall);
      reject(new ApiError(signal.aborted ? "client.cancelled" : code, 0, sentence));
    };
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.upload.onload = () => {
      alive();
      onProgress(1);
    };
    request.onload = () => {
      clearTimeout(stall);
      learnServerTime(request.getResponseHeader("Date"));
      const headers = { "Content-Type": request.getResponseHeader("Content-Type") ?? "" };
      resolve(new Response(request.responseText, { status: request.status, headers }));
    };
    request.onerror = failed("client.offline", "The server was not reached.");
    request.onabort = failed("client.timeout", "The server did not answer in time.");
    request.onloadend = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    alive();
    request.send(file);
  });
}
