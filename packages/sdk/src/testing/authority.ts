import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a certificate of a time stamp authority has to say, and what others say. */
const usages = {
  stamping: "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping",
  uncritical: "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=timeStamping",
  both: "basicConstraints=CA:FALSE\nextendedKeyUsage=critical,timeStamping,codeSigning",
  mail: "basicConstraints=CA:FALSE\nextendedKeyUsage=critical,emailProtection",
  none: "basicConstraints=CA:FALSE",
  authority: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign",
} as const;

/** A key and its certificate, by the paths of their files. */
export interface Issued {
  key: string;
  certificate: string;
  pem: string;
}

/**
 * A time stamp authority that really works: `openssl ts` behind HTTP, with a root and certificates of its own. It needs
 * `openssl` 3 on the machine, as every test of it does.
 */
export interface Authority {
  /** Where it takes requests. */
  url: string;
  root: Issued;
  /** The certificate that signs, and the one between it and the root. */
  own: Issued;
  between: Issued;
  /** Answers in its place, where it is there. */
  answer: ((request: Buffer, response: ServerResponse) => void | Promise<void>) | undefined;
  /** How often it was asked. */
  readonly asked: number;
  issue(name: string, usage: keyof typeof usages, by?: Issued, days?: number): Promise<Issued>;
  /** What `openssl ts` answers to a request. */
  reply(request: Uint8Array): Promise<Buffer>;
  /** Signs something as if it were a time stamp, with any certificate. `names`: with an ESSCertIDv2. */
  forge(info: Uint8Array, by: Issued, names?: boolean): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Starts an authority. */
export async function startAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-tsa-"));
  const openssl = (...words: string[]) => run("openssl", words, { cwd: folder });
  let count = 0;
  const issue = async (name: string, usage: keyof typeof usages, by?: Issued, days = 30): Promise<Issued> => {
    const file = join(folder, String(++count));
    const [key, request, certificate] = ["key", "csr", "pem"].map((end) => `${file}.${end}`) as [
      string,
      string,
      string,
    ];
    await writeFile(`${file}.cnf`, `${usages[usage]}\n`);
    const kind = count % 2 === 0 ? ["rsa:2048"] : ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    await openssl("req", "-new", "-newkey", ...kind, "-nodes", "-keyout", key, "-out", request, "-subj", `/CN=${name}`);
    const signed = by ? ["-CA", by.certificate, "-CAkey", by.key, "-CAcreateserial"] : ["-signkey", key];
    const own = ["-req", "-in", request, "-out", certificate, "-days", String(days), "-extfile", `${file}.cnf`];
    await openssl("x509", ...own, ...signed, "-sha256");
    return { key, certificate, pem: await readFile(certificate, "utf8") };
  };
  const root = await issue("Test Root", "authority");
  const between = await issue("Test Time Authorities", "authority", root);
  const own = await issue("Test Time Stamps", "stamping", between);
  await writeFile(join(folder, "serial"), "01\n");
  await writeFile(
    join(folder, "tsa.cnf"),
    `[tsa]
default_tsa = own
[own]
serial = ${join(folder, "serial")}
signer_cert = ${own.certificate}
certs = ${between.certificate}
signer_key = ${own.key}
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
`,
  );
  const replyTo = async (request: Uint8Array) => {
    const file = join(folder, `q${++count}`);
    await writeFile(`${file}.tsq`, request);
    await openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", `${file}.tsq`, "-out", `${file}.tsr`);
    return readFile(`${file}.tsr`);
  };
  // One after the other: `openssl ts` empties the file of the serial number before it writes the next.
  let last: Promise<unknown> = Promise.resolve();
  const reply = (request: Uint8Array) => {
    const next = last.then(() => replyTo(request));
    last = next.catch(() => {});
    return next;
  };
  const forge = async (info: Uint8Array, by: Issued, names = true) => {
    const file = join(folder, `f${++count}`);
    await writeFile(file, info);
    const type = ["-econtent_type", "1.2.840.113549.1.9.16.1.4", "-binary", "-nodetach", "-outform", "DER"];
    const signed = ["-sign", "-in", file, "-signer", by.certificate, "-inkey", by.key, "-md", "sha256"];
    await openssl("cms", ...signed, ...type, ...(names ? ["-cades"] : []), "-out", `${file}.p7`);
    return new Uint8Array(await readFile(`${file}.p7`));
  };
  let asked = 0;
  const server = createServer(async (request, response) => {
    asked += 1;
    const body = await bodyOf(request);
    if (authority.answer) return void authority.answer(body, response);
    response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(await reply(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const authority: Authority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    root,
    between,
    own,
    answer: undefined,
    get asked() {
      return asked;
    },
    issue,
    reply,
    forge,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return authority;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
