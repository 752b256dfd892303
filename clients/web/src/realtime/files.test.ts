import { expect, it, vi } from "vitest";
import type { MessageOut } from "../generated/protocol";
import { Refused } from "./connection";
import { FILES_AT_ONCE, Files, type Upload } from "./files";
import type { ConsultationLine } from "./lines";

function photo(name: string): File {
  return new File(["x"], name, { type: "image/jpeg" });
}

function setUp(upload: Upload, refuse: (Error | null)[] = []) {
  const sent: unknown[] = [];
  const line = {
    online: true,
    on: () => () => undefined,
    request: async (_event: string, payload: { client_id: string }) => {
      const error = refuse.shift();
      if (error) throw error;
      sent.push(payload);
      return { message: { client_id: payload.client_id } };
    },
  } as unknown as ConsultationLine;
  const stored: MessageOut[] = [];
  let count = 0;
  const files = new Files({ line, upload, onStored: (message) => stored.push(message), newId: () => `c${++count}` });
  return { files, sent, stored };
}

const settled = () => vi.waitFor(() => undefined).then(() => new Promise((done) => setTimeout(done)));

it("files are uploaded and sent one after the other, in their order, under their own ids", async () => {
  const uploaded: string[] = [];
  const { files, sent, stored } = setUp(async (clientId, file) => {
    uploaded.push(`${clientId} ${file.name}`);
    return { id: `a-${clientId}` };
  });
  files.send([photo("1"), photo("2")]);
  expect(files.state.get().map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  files.joined();
  await settled();
  expect(uploaded).toEqual(["c1 1", "c2 2"]);
  expect(sent).toEqual([
    { client_id: "c1", body: "", attachment_id: "a-c1" },
    { client_id: "c2", body: "", attachment_id: "a-c2" },
  ]);
  expect(stored).toHaveLength(2);
  expect(files.state.get()).toEqual([]);
});

it("a file that the line did not carry waits and goes again under the same id when the line is back", async () => {
  const ids: string[] = [];
  const { files, sent } = setUp(async (clientId) => {
    ids.push(clientId);
    if (ids.length === 1) throw Object.assign(new Error(), { code: "client.offline" });
    return { id: "a" };
  });
  files.joined();
  files.send([photo("1")]);
  await settled();
  expect(files.state.get()).toMatchObject([{ state: "waiting", code: null }]);
  files.lineLost();
  files.joined();
  await settled();
  expect(ids).toEqual(["c1", "c1"]);
  expect(sent).toHaveLength(1);
});

it("what was uploaded is not uploaded again when only its message was lost", async () => {
  let uploads = 0;
  const upload: Upload = async () => {
    uploads += 1;
    return { id: "a" };
  };
  const { files, sent } = setUp(upload, [new Error("no answer"), null]);
  files.joined();
  files.send([photo("1")]);
  await settled();
  files.joined();
  await settled();
  expect(uploads).toBe(1);
  expect(sent).toHaveLength(1);
});

it("a refused file says why, keeps no other from going, and can be sent again or given up", async () => {
  let refuse = true;
  const { files, sent } = setUp(async (_id, file) => {
    if (refuse && file.name === "bad") throw Object.assign(new Error(), { code: "attachments.broken" });
    return { id: "a" };
  });
  files.joined();
  files.send([photo("bad"), photo("good")]);
  await settled();
  expect(files.state.get()).toMatchObject([{ client_id: "c1", state: "failed", code: "attachments.broken" }]);
  expect(sent).toHaveLength(1);
  refuse = false;
  files.retry("c1");
  await settled();
  expect(sent).toHaveLength(2);
  expect(files.state.get()).toEqual([]);
});

it("a message that the server refuses for good fails its file with the code", async () => {
  const { files } = setUp(async () => ({ id: "a" }), [new Refused("encounters.finished", "over")]);
  files.joined();
  files.send([photo("1")]);
  await settled();
  expect(files.state.get()).toMatchObject([{ state: "failed", code: "encounters.finished" }]);
});

it("a file can be given up on its way", async () => {
  let aborted = false;
  const upload: Upload = (_id, _file, onProgress, signal) =>
    new Promise((_, reject) => {
      onProgress(0.4);
      signal.addEventListener("abort", () => {
        aborted = true;
        reject(new Error("aborted"));
      });
    });
  const { files, sent } = setUp(upload);
  files.joined();
  files.send([photo("1")]);
  expect(files.state.get()).toMatchObject([{ state: "uploading", progress: 0.4 }]);
  files.cancel("c1");
  await settled();
  expect(aborted).toBe(true);
  expect(files.state.get()).toEqual([]);
  expect(sent).toEqual([]);
});

it("no more than a few are held at once", () => {
  const { files } = setUp(async () => ({ id: "a" }));
  files.send(Array.from({ length: FILES_AT_ONCE + 3 }, (_, index) => photo(String(index))));
  expect(files.state.get()).toHaveLength(FILES_AT_ONCE);
});
