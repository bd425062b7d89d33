import { fromBase64url, fromHex, logOrigin, signCheckpoint, toBase64url } from "@trust-center/feed";
import { newestKeys, thief } from "./keys.ts";
import { decode, encode, headOf, historyOf, payloadOf } from "./publish.ts";
import { type Attack, marker, type Scene, withFile, withHead } from "./scene.ts";

const feedOf = ({ newest }: Scene) => newest.manifest.files.feed;
const feedText = (scene: Scene) => decode(scene.newest.tree.get(feedOf(scene).path));

/** Another byte somewhere within base64url. */
function flip(text: string): string {
  const bytes = fromBase64url(text);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] as number) ^ 1;
  return toBase64url(bytes);
}

const tile = "log/tile/0/000.p/";

/** The newest tree with another newest tile. */
function withTile(scene: Scene, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) {
  const path = `${tile}${scene.newest.manifest.log.size}`;
  return withFile(scene, path, change((scene.newest.tree.get(path) as Uint8Array<ArrayBuffer>).slice()));
}

/** Somebody between server and reader changes what was signed. */
export const tampering: readonly Attack[] = [
  {
    name: "a byte of the manifest's payload is changed",
    attack: "tamper",
    code: "signature-invalid",
    build: (scene) =>
      withHead(scene, (head) => {
        head.manifest.payload = flip(head.manifest.payload);
      }),
  },
  {
    name: "a byte of the timestamp's signature is changed",
    attack: "tamper",
    code: "signature-invalid",
    build: (scene) =>
      withHead(scene, (head) => {
        head.timestamp.signatures[0].signature = flip(head.timestamp.signatures[0].signature);
      }),
  },
  {
    name: "a byte of the pinned root is changed",
    attack: "tamper",
    code: "pin-mismatch",
    memories: ["none"],
    build: (scene) =>
      withHead(scene, (head) => {
        const payload = encode({ ...payloadOf(head.roots[0]), note: marker });
        head.roots[0].payload = toBase64url(payload);
      }),
  },
  {
    name: "a byte of the remembered root is changed",
    attack: "tamper",
    code: "fork",
    memories: ["first"],
    build: (scene) =>
      withHead(scene, (head) => {
        head.roots[0].payload = toBase64url(encode({ ...payloadOf(head.roots[0]), note: marker }));
      }),
  },
  {
    name: "a name in the list is changed, and its length kept",
    attack: "tamper",
    code: "hash-mismatch",
    build: (scene) => withFile(scene, feedOf(scene).path, encode(feedText(scene).replace("Cloud One", "Cloud Two"))),
  },
  {
    name: "the list is longer than signed",
    attack: "tamper",
    code: "too-large",
    build: (scene) => withFile(scene, feedOf(scene).path, encode(`${feedText(scene)} `)),
  },
  {
    name: "the list is shorter than signed",
    attack: "tamper",
    code: "hash-mismatch",
    build: (scene) => withFile(scene, feedOf(scene).path, encode(feedText(scene).slice(0, -1))),
  },
  {
    name: "the list is empty",
    attack: "tamper",
    code: "hash-mismatch",
    build: (scene) => withFile(scene, feedOf(scene).path, new Uint8Array()),
  },
  {
    name: "the history is not the file that was signed",
    attack: "tamper",
    code: "hash-mismatch",
    strict: true,
    build: (scene) => {
      const changed = decode(historyOf(scene.newest)).replace('"initial"', '"removed"');
      return withFile(scene, scene.newest.manifest.files.history.path, encode(changed));
    },
  },
  {
    name: "the newest log entry is another",
    attack: "tamper",
    code: "log-inconsistent",
    build: (scene) =>
      withHead(scene, (head) => {
        head.log.last.entry = head.log.last.entry.replace('"2.', '"3.');
      }),
  },
  {
    name: "a hash of the inclusion proof is changed",
    attack: "tamper",
    code: "log-inconsistent",
    build: (scene) =>
      withHead(scene, (head) => {
        head.log.last.proof[0] = "0".repeat(64);
      }),
  },
  {
    name: "the inclusion proof is empty",
    attack: "tamper",
    code: "log-inconsistent",
    build: (scene) =>
      withHead(scene, (head) => {
        head.log.last.proof = [];
      }),
  },
  {
    name: "a tile of the log is changed",
    attack: "tamper",
    code: "log-inconsistent",
    memories: ["first"],
    build: (scene) => withTile(scene, (bytes) => bytes.fill(7, 32, 64)),
  },
  {
    name: "a tile of the log is cut",
    attack: "tamper",
    code: "malformed",
    memories: ["first"],
    build: (scene) => withTile(scene, (bytes) => bytes.slice(0, -1)),
  },
  {
    name: "a tile of the log is longer than its hashes",
    attack: "tamper",
    code: "too-large",
    memories: ["first"],
    build: (scene) => withTile(scene, (bytes) => new Uint8Array([...bytes, 0])),
  },
];

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The same bits for the bytes, and another one behind them. */
const stray = (letter: string) => base64[base64.indexOf(letter) ^ 1] as string;

const checkpointOf = (scene: Scene): string => headOf(scene.newest.tree).log.checkpoint;

const withCheckpoint = (scene: Scene, checkpoint: string) =>
  withHead(scene, (head) => {
    head.log.checkpoint = checkpoint;
  });

/** Signs a checkpoint as whoever has the key. */
const signed = (origin: string, size: number, root: string, by = newestKeys.manifest) =>
  signCheckpoint(origin, size, fromHex(root), by);

/** What witnesses and log tools read is not what readers read. Its signatures are for them: strict readers look too. */
export const checkpoints: readonly Attack[] = [
  {
    name: "a checkpoint of another size",
    attack: "checkpoint",
    code: "log-inconsistent",
    build: async (scene) => {
      const { size, root } = scene.newest.manifest.log;
      return withCheckpoint(scene, await signed(logOrigin(scene.address), size + 1, root));
    },
  },
  {
    name: "a checkpoint of another root",
    attack: "checkpoint",
    code: "log-inconsistent",
    build: async (scene) => {
      const { size } = scene.newest.manifest.log;
      return withCheckpoint(scene, await signed(logOrigin(scene.address), size, "0".repeat(64)));
    },
  },
  {
    name: "a checkpoint of another log, signed by the same key",
    attack: "checkpoint",
    code: "log-inconsistent",
    build: async (scene) => {
      const { size, root } = scene.newest.manifest.log;
      return withCheckpoint(scene, await signed("other.example/log", size, root));
    },
  },
  {
    name: "a checkpoint that nobody signed",
    attack: "checkpoint",
    code: "signature-invalid",
    strict: true,
    build: (scene) => withCheckpoint(scene, checkpointOf(scene).replace(/\n\n.*$/s, "\n\n")),
  },
  {
    name: "a checkpoint that only a witness signed",
    attack: "checkpoint",
    code: "signature-invalid",
    strict: true,
    build: async (scene) => {
      const { size, root } = scene.newest.manifest.log;
      return withCheckpoint(scene, await signed(logOrigin(scene.address), size, root, [thief]));
    },
  },
  {
    name: "a checkpoint whose signature is another's under the vendor's key id",
    attack: "checkpoint",
    code: "signature-invalid",
    strict: true,
    build: (scene) =>
      withCheckpoint(
        scene,
        checkpointOf(scene).replace(/(\n— \S+ .{12}).{8}/, (_line, start: string) => `${start}AAAAAAAA`),
      ),
  },
  {
    name: "a witness's line that is not base64",
    attack: "checkpoint",
    code: "malformed",
    strict: true,
    build: (scene) => withCheckpoint(scene, `${checkpointOf(scene)}— witness.example AAAAA\n`),
  },
  {
    name: "a checkpoint's signature with stray trailing bits",
    attack: "checkpoint",
    code: "malformed",
    strict: true,
    build: (scene) =>
      withCheckpoint(
        scene,
        checkpointOf(scene).replace(/(.)(=\n)$/, (_end, letter: string, rest: string) => stray(letter) + rest),
      ),
  },
  {
    name: "a checkpoint that is no note",
    attack: "checkpoint",
    code: "malformed",
    strict: true,
    build: (scene) => withCheckpoint(scene, checkpointOf(scene).slice(0, -1)),
  },
];
